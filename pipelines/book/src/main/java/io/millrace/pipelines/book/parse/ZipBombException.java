package io.millrace.pipelines.book.parse;

/// The archive would unpack to far more than any book: it is refused before it fills the disk.
public final class ZipBombException extends UnreadableBookException {

  public ZipBombException(String message) {
    super(message);
  }
}
