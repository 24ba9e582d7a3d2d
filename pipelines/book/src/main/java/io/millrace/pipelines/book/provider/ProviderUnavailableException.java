package io.millrace.pipelines.book.provider;

import org.jspecify.annotations.Nullable;

/// The service could not be reached, broke off, or answered 5xx. A repeat is safe and worth it.
public final class ProviderUnavailableException extends ProviderException {

  public ProviderUnavailableException(String provider, String message) {
    this(provider, message, null);
  }

  public ProviderUnavailableException(String provider, String message, @Nullable Throwable cause) {
    super(provider, message, cause);
  }
}
