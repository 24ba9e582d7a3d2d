package io.millrace.pipelines.book.scrape;

/// The address names an EPUB, a PDF or a text, and a web page came: a login, an error or a consent
/// page sent with status 200.
public final class HtmlInsteadOfBookException extends ScrapeException {
  public HtmlInsteadOfBookException(String message) {
    super(message);
  }
}
