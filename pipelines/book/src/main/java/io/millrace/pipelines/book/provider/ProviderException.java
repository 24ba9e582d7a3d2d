package io.millrace.pipelines.book.provider;

import org.jspecify.annotations.Nullable;

/// A service did not do what was asked of it. The message is one paragraph: what, where, and what
/// to do; it never holds a key. Step Functions sees the fully-qualified class name as the error
/// name, so the subclasses are named by what a caller should do next and are never renamed.
public abstract sealed class ProviderException extends RuntimeException
    permits ProviderThrottledException,
        ProviderUnavailableException,
        ProviderQuotaExceededException,
        ProviderKeyRejectedException,
        ProviderNotConfiguredException,
        ProviderRefusedException,
        VoiceMissingException {

  private final String provider;

  ProviderException(String provider, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.provider = provider;
  }

  /// The service's id, such as `elevenlabs`.
  public String provider() {
    return provider;
  }
}
