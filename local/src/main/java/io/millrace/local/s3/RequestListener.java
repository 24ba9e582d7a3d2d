package io.millrace.local.s3;

/// Hears of requests that were answered without an error, to count them. Called on the thread that
/// serves the request, before its body is sent: it must neither block nor throw.
@FunctionalInterface
public interface RequestListener {
  /// Hears nothing.
  RequestListener NONE = (_, _, _, _, _) -> {};

  /// @param method `GET`, `PUT`, …
  /// @param bucket empty for requests to the service itself
  /// @param key empty for requests to a bucket
  /// @param received bytes of the request's content
  /// @param sent bytes of the answer's
  void answered(String method, String bucket, String key, long received, long sent);
}
