package io.millrace.pipelines.book.scrape;

/// The host's address is loopback, link-local or private, which a source from outside must not
/// reach.
public final class PrivateAddressException extends ScrapeException {
  public PrivateAddressException(String message) {
    super(message);
  }
}
