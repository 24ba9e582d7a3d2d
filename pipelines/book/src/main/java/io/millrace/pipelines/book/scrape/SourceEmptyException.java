package io.millrace.pipelines.book.scrape;

/// The source exists and has no bytes.
public final class SourceEmptyException extends ScrapeException {
  public SourceEmptyException(String message) {
    super(message);
  }
}
