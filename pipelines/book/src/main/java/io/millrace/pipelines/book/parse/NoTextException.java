package io.millrace.pipelines.book.parse;

/// The file holds pictures of pages without text, as scanners make.
public final class NoTextException extends UnreadableBookException {

  public NoTextException(String message) {
    super(message);
  }
}
