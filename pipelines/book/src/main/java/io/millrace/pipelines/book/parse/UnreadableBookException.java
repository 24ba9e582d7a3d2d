package io.millrace.pipelines.book.parse;

/// Why a file could not be turned into chapters. Permanent: the same bytes fail the same way again,
/// so a state machine should not retry it. Step Functions sees the subclass's full name as the
/// error name; the message is one paragraph that says what is wrong, where, and what to do.
public abstract sealed class UnreadableBookException extends RuntimeException
    permits CorruptBookException,
        DrmProtectedException,
        EmptyBookException,
        NoChaptersException,
        NoTextException,
        NotABookException,
        PasswordProtectedException,
        UnknownFormatException,
        ZipBombException {

  protected UnreadableBookException(String message) {
    super(message);
  }

  protected UnreadableBookException(String message, Throwable cause) {
    super(message, cause);
  }
}
