package io.millrace.pipelines.book.store;

import java.util.Locale;

/// How far a stage of a book or a chapter is. `PARTIAL` is for books only, `SKIPPED` for chapters
/// only: the run did not ask for that chapter.
public enum StageStatus {
  PENDING,
  PROCESSING,
  COMPLETE,
  PARTIAL,
  FAILED,
  SKIPPED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static StageStatus of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
