package io.millrace.pipelines.book.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Where a book stands as a whole. `PARTIAL`: everything that could be spoken is, and some chapters
/// are not.
public enum BookStatus {
  QUEUED,
  SCRAPED,
  PARSED,
  COMPLETE,
  PARTIAL,
  FAILED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<BookStatus> of(String word) {
    return Arrays.stream(values()).filter(status -> status.word().equals(word)).findFirst();
  }
}
