package io.millrace.pipelines.book.parse;

/// The file is damaged: truncated, overwritten, or missing a part it cannot be read without.
public final class CorruptBookException extends UnreadableBookException {

  public CorruptBookException(String message) {
    super(message);
  }

  public CorruptBookException(String message, Throwable cause) {
    super(message, cause);
  }
}
