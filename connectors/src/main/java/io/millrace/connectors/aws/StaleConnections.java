package io.millrace.connectors.aws;

import org.apache.hc.core5.http.NoHttpResponseException;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/// The only repetition the SDK may do by itself.
public final class StaleConnections {
  /// At worst every kept connection is stale; a busy server has few.
  private static final int MOST = 20;

  private StaleConnections() {}

  /// A kept connection that the other side has closed meanwhile (it was restarted) answers nothing;
  /// the call is made again over another one. Everything else is the state's Retry to say.
  public static RetryStrategy only() {
    return StandardRetryStrategy.builder()
        .useClientDefaults(false)
        .maxAttempts(MOST)
        .backoffStrategy(BackoffStrategy.retryImmediately())
        .circuitBreakerEnabled(false)
        .retryOnException(StaleConnections::isStaleConnection)
        .build();
  }

  private static boolean isStaleConnection(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof NoHttpResponseException) {
        return true;
      }
    }
    return false;
  }
}
