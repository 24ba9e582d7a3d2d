package io.millrace.pipelines.book.handler;

/// There is no chapter with audio to put into an audiobook. FinalizeBook, which comes next, says
/// why.
public final class NothingSpokenException extends RuntimeException {
  public NothingSpokenException(String bookId) {
    super("No chapter of the book " + bookId + " has audio, so there is nothing to put together.");
  }
}
