package io.millrace.pipelines.book.handler;

/// The book has more chapters than one execution with inline Maps can hold: AWS ends an execution
/// at 25,000 events.
public final class TooManyChaptersException extends RuntimeException {
  public TooManyChaptersException(String bookId, int chapters, int most) {
    super(
        "The book "
            + bookId
            + " has "
            + chapters
            + " chapters and one execution takes "
            + most
            + ". Run it in pieces with \"chapters\": \"1-"
            + most
            + "\" and so on, or raise BOOK_MAX_CHAPTERS where the 25,000 event limit does not"
            + " hold.");
  }
}
