package io.millrace.pipelines.book.handler;

import io.millrace.pipelines.book.text.ChapterText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The object `parsed/{bookId}/{chapterId}.json`: all that formatting needs, so that it reads
/// nothing else.
///
/// @param language BCP 47, or null when neither the book nor the input says
record ParsedChapter(
    String bookId,
    String chapterId,
    String bookTitle,
    @Nullable String language,
    ChapterText chapter) {
  /// A book that does not say is read as English, which most open books are.
  static Locale locale(@Nullable String language) {
    return Locale.forLanguageTag(language == null || language.isBlank() ? "en" : language);
  }
}
