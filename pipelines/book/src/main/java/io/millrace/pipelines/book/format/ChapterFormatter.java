package io.millrace.pipelines.book.format;

/// Makes narration text of one chapter.
public interface ChapterFormatter {

  /// The name users choose it by: `offline`, `gemini`.
  String id();

  /// The chapter as a voice should read it. Thread-safe. Throws [ProviderException] when an outside
  /// service fails; a chapter the service merely declines is formatted offline and noted instead.
  FormattedText format(FormatRequest request);
}
