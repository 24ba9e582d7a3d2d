package io.millrace.pipelines.book.scrape;

/// A source could not be fetched. Each subclass is one reason, as Step Functions matches error
/// names exactly; the message says what was tried, what happened, and what to do. Only
/// [SourceUnavailableException] is worth a retry.
public abstract sealed class ScrapeException extends RuntimeException
    permits HtmlInsteadOfBookException,
        PrivateAddressException,
        RobotsDisallowedException,
        SourceEmptyException,
        SourceNotFoundException,
        SourceRefusedException,
        SourceTooLargeException,
        SourceUnavailableException,
        TooManyRedirectsException,
        UnsupportedSourceException {
  ScrapeException(String message) {
    super(message);
  }

  ScrapeException(String message, Throwable cause) {
    super(message, cause);
  }
}
