package io.millrace.pipelines.book.scrape;

/// The site's robots.txt (RFC 9309) does not want this address to be fetched by programs.
public final class RobotsDisallowedException extends ScrapeException {
  public RobotsDisallowedException(String message) {
    super(message);
  }
}
