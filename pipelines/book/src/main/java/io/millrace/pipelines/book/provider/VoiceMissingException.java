package io.millrace.pipelines.book.provider;

import org.jspecify.annotations.Nullable;

/// The voice asked for does not exist, or the offline voice has none for the language. The message
/// lists what there is, where that is known. Permanent until another voice is chosen.
public final class VoiceMissingException extends ProviderException {

  public VoiceMissingException(String provider, String message) {
    this(provider, message, null);
  }

  public VoiceMissingException(String provider, String message, @Nullable Throwable cause) {
    super(provider, message, cause);
  }
}
