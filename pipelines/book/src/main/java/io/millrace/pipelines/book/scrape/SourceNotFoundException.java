package io.millrace.pipelines.book.scrape;

/// There is nothing at the address: 404, 410, an unknown host, a missing file or object.
public final class SourceNotFoundException extends ScrapeException {
  public SourceNotFoundException(String message) {
    super(message);
  }

  public SourceNotFoundException(String message, Throwable cause) {
    super(message, cause);
  }
}
