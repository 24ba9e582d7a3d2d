package io.millrace.pipelines.book.provider;

import org.jspecify.annotations.Nullable;

/// The service understood and said no (4xx other than key, quota and throttling), or its answer is
/// not what it promises. Permanent: the same request fails again.
public final class ProviderRefusedException extends ProviderException {

  public ProviderRefusedException(String provider, String message) {
    this(provider, message, null);
  }

  public ProviderRefusedException(String provider, String message, @Nullable Throwable cause) {
    super(provider, message, cause);
  }
}
