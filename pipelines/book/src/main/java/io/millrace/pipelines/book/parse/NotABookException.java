package io.millrace.pipelines.book.parse;

/// The file is a web page that reports an error or asks for a login instead of a book.
public final class NotABookException extends UnreadableBookException {

  public NotABookException(String message) {
    super(message);
  }
}
