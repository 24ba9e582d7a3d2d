package io.millrace.pipelines.book.parse;

/// The file was read, but nothing in it looks like a chapter.
public final class NoChaptersException extends UnreadableBookException {

  public NoChaptersException(String message) {
    super(message);
  }
}
