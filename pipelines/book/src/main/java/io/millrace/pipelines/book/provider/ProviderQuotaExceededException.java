package io.millrace.pipelines.book.provider;

import org.jspecify.annotations.Nullable;

/// The plan's allowance is used up (for the day or for the month). A repeat today is pointless: the
/// user must wait for the reset or buy more.
public final class ProviderQuotaExceededException extends ProviderException {

  public ProviderQuotaExceededException(String provider, String message) {
    this(provider, message, null);
  }

  public ProviderQuotaExceededException(
      String provider, String message, @Nullable Throwable cause) {
    super(provider, message, cause);
  }
}
