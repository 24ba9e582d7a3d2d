package io.millrace.pipelines.book.parse;

/// The file is neither EPUB, PDF, HTML nor plain text.
public final class UnknownFormatException extends UnreadableBookException {

  public UnknownFormatException(String message) {
    super(message);
  }
}
