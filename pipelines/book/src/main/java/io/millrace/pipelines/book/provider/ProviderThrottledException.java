package io.millrace.pipelines.book.provider;

import java.time.Duration;

/// The service asks for a pause (429): too many at once, or too many a minute. A repeat is safe
/// after [#retryAfter()].
public final class ProviderThrottledException extends ProviderException {

  private final Duration retryAfter;

  public ProviderThrottledException(String provider, String message, Duration retryAfter) {
    super(provider, message, null);
    this.retryAfter = retryAfter;
  }

  /// How long to wait: what the service said, else a guess; never negative.
  public Duration retryAfter() {
    return retryAfter;
  }
}
