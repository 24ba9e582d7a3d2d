package io.millrace.pipelines.book.parse;

/// The file has no bytes, or nothing but white space.
public final class EmptyBookException extends UnreadableBookException {

  public EmptyBookException(String message) {
    super(message);
  }
}
