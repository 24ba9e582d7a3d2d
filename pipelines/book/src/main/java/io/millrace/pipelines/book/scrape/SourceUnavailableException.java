package io.millrace.pipelines.book.scrape;

/// The server is overloaded, broken or out of reach just now (429, 5xx, network). The definitions
/// retry this name.
public final class SourceUnavailableException extends ScrapeException {
  public SourceUnavailableException(String message) {
    super(message);
  }

  public SourceUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
