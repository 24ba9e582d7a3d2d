package io.millrace.pipelines.book.scrape;

/// The server sent the request from address to address without end.
public final class TooManyRedirectsException extends ScrapeException {
  public TooManyRedirectsException(String message) {
    super(message);
  }
}
