package io.millrace.pipelines.book.format;

/// What Gemini made of a piece. A successful HTTP answer may well hold no text.
sealed interface GeminiAnswer {

  /// The whole piece, formatted.
  record Text(String text) implements GeminiAnswer {}

  /// The answer ended at the model's limit: the piece was too long.
  record Truncated() implements GeminiAnswer {}

  /// The service withheld the text, by a block reason or a finish reason such as `RECITATION`,
  /// which is likely for a well-known book.
  record Declined(String reason) implements GeminiAnswer {}
}
