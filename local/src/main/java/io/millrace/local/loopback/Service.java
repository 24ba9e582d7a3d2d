package io.millrace.local.loopback;

/// What a server serves. Called by many threads at once; each call may block.
public interface Service {

  /// Answers one request. What it throws is logged and answered as [#failure].
  Response answer(Request request);

  /// The answer to a request whose body is larger than the server reads.
  Response tooLarge(int bytesMax);

  /// The answer when [#answer] threw: in the service's own error format, never a bare 500.
  Response failure(RuntimeException failure);
}
