package io.millrace.pipelines.book.scrape;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the first bytes say a source is: enough to name the raw object and to notice a web page in
/// a book's place. The parser looks again, and closer.
public enum SourceKind {
  EPUB("epub", "application/epub+zip"),
  PDF("pdf", "application/pdf"),
  HTML("html", "text/html"),
  TEXT("txt", "text/plain"),
  UNKNOWN("bin", "application/octet-stream");

  /// As many bytes as [#of] wants to see, when there are so many.
  public static final int SNIFF_BYTES = 1024;

  private static final Set<String> BOOK_EXTENSIONS = Set.of("epub", "pdf", "txt", "mobi", "azw3");

  private final String extension;
  private final String mediaType;

  SourceKind(String extension, String mediaType) {
    this.extension = extension;
    this.mediaType = mediaType;
  }

  public String extension() {
    return extension;
  }

  public String mediaType() {
    return mediaType;
  }

  public static SourceKind of(byte[] start) {
    var text = new String(start, StandardCharsets.ISO_8859_1);
    if (text.startsWith("PK")) {
      return EPUB;
    }
    if (text.contains("%PDF-")) {
      return PDF;
    }
    var head =
        text.replaceFirst(
            "^(?:\u00ef\u00bb\u00bf)?\\s*(?:<\\?xml[^>]*>\\s*)?(?:<!--.*?-->\\s*)*", "");
    var lower = head.toLowerCase(Locale.ROOT);
    if (lower.startsWith("<!doctype html")
        || lower.startsWith("<html")
        || lower.startsWith("<head")) {
      return HTML;
    }
    var isUtf16 = text.startsWith("\u00ff\u00fe") || text.startsWith("\u00fe\u00ff");
    return text.indexOf('\0') >= 0 && !isUtf16 ? UNKNOWN : TEXT;
  }

  /// Throws [HtmlInsteadOfBookException] when a page of HTML came for an address or a content type
  /// that promised a book.
  void mustNotStandInForBook(String url, @Nullable String fileName, @Nullable String contentType) {
    if (this != HTML) {
      return;
    }
    var dot = fileName == null ? -1 : fileName.lastIndexOf('.');
    var promisedByName =
        dot >= 0 && BOOK_EXTENSIONS.contains(fileName.substring(dot + 1).toLowerCase(Locale.ROOT));
    var promisedByType =
        contentType != null
            && (contentType.equals(EPUB.mediaType) || contentType.equals(PDF.mediaType));
    if (promisedByName || promisedByType) {
      throw new HtmlInsteadOfBookException(
          "The address "
              + url
              + " should be a book and a web page came: probably a login, consent or error page."
              + " Open it in a browser, fetch the book yourself and give the file.");
    }
  }
}
