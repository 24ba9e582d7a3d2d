package io.millrace.asl.expression;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// Times as the language writes them: ISO-8601 extended offset date-times, for example
/// `2026-11-23T16:41:00Z`. AWS's texts name the format as Java does, and recordings agree: `T` is
/// needed, an offset is needed, nanoseconds are taken.
public final class Timestamps {
  private Timestamps() {}

  /// The time, or null when the text is not one.
  public static @Nullable Instant parse(String text) {
    // Cheap refusals first: a parse failure costs an exception.
    if (text.length() < 17) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
