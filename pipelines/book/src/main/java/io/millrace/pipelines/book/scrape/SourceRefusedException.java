package io.millrace.pipelines.book.scrape;

/// The server understood and said no (401, 403, 451, …), or a local file may not be read.
public final class SourceRefusedException extends ScrapeException {
  public SourceRefusedException(String message) {
    super(message);
  }
}
