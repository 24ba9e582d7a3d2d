package io.millrace.pipelines.book.provider;

import org.jspecify.annotations.Nullable;

/// A setting without which the service cannot be asked (its key, a model) is missing or malformed.
/// Nothing was sent. Permanent until the user sets it.
public final class ProviderNotConfiguredException extends ProviderException {

  public ProviderNotConfiguredException(String provider, String message) {
    this(provider, message, null);
  }

  public ProviderNotConfiguredException(
      String provider, String message, @Nullable Throwable cause) {
    super(provider, message, cause);
  }
}
