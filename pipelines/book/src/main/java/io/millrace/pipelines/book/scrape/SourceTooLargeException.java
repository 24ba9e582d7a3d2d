package io.millrace.pipelines.book.scrape;

/// The source is larger than the configured limit; reading stopped there.
public final class SourceTooLargeException extends ScrapeException {
  public SourceTooLargeException(String message) {
    super(message);
  }
}
