package io.millrace.pipelines.book.format;

import io.millrace.pipelines.book.text.ChapterText;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One chapter to format. `language` is the book's; `options` are the formatter's own, unknown ones
/// are ignored:
/// - `announce`: `false` leaves out the chapter announcement (default `true`);
/// - `model` (gemini): the model to ask, before the one in its settings.
public record FormatRequest(
    String bookId,
    String chapterId,
    ChapterText chapter,
    Locale language,
    @Nullable String bookTitle,
    Map<String, String> options) {

  public FormatRequest {
    options = Map.copyOf(options);
  }

  /// Whether the text begins with the chapter's heading.
  boolean announces() {
    return !"false".equals(options.get("announce"));
  }
}
