package io.millrace.pipelines.book.handler;

/// No chapters are recorded for the book: it was never parsed, or its rows were deleted.
public final class BookUnknownException extends RuntimeException {
  public BookUnknownException(String bookId) {
    super(
        "The database has no chapters of the book "
            + bookId
            + ". Parse writes them: start the book from the beginning.");
  }
}
