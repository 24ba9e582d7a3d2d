package io.millrace.pipelines.book.parse;

/// The file opens only with a password.
public final class PasswordProtectedException extends UnreadableBookException {

  public PasswordProtectedException(String message) {
    super(message);
  }
}
