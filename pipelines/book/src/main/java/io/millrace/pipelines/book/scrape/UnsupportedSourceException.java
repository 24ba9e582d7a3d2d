package io.millrace.pipelines.book.scrape;

/// The source is of a kind this pipeline does not read, or not in this configuration.
public final class UnsupportedSourceException extends ScrapeException {
  public UnsupportedSourceException(String message) {
    super(message);
  }
}
