package io.millrace.pipelines.book.provider;

import org.jspecify.annotations.Nullable;

/// The service does not accept the key (401, 403). Permanent until the user corrects it.
public final class ProviderKeyRejectedException extends ProviderException {

  public ProviderKeyRejectedException(String provider, String message) {
    this(provider, message, null);
  }

  public ProviderKeyRejectedException(String provider, String message, @Nullable Throwable cause) {
    super(provider, message, cause);
  }
}
