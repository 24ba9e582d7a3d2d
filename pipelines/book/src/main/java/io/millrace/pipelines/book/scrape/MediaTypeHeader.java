package io.millrace.pipelines.book.scrape;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A `Content-Type` header taken apart; both parts may be missing.
record MediaTypeHeader(@Nullable String mediaType, @Nullable String charset) {
  static MediaTypeHeader parse(String header) {
    var parts = header.split(";");
    var type = parts[0].strip().toLowerCase(Locale.ROOT);
    String charset = null;
    for (var i = 1; i < parts.length; i++) {
      var part = parts[i].strip();
      if (part.regionMatches(true, 0, "charset=", 0, 8)) {
        charset = part.substring(8).replace("\"", "").strip();
      }
    }
    return new MediaTypeHeader(
        type.isEmpty() ? null : type, charset == null || charset.isEmpty() ? null : charset);
  }
}
