package io.millrace.pipelines.book.store;

import org.jspecify.annotations.Nullable;

/// Why something failed: Step Functions' error name and a cause a person can read.
public record Failure(String error, String cause) {
  /// Rows are for reading, not for keeping stack traces; the history has those.
  static final int LONGEST_CAUSE = 4_000;

  public Failure {
    if (cause.length() > LONGEST_CAUSE) {
      cause = cause.substring(0, LONGEST_CAUSE - 1) + "…";
    }
  }

  public static Failure of(Throwable failure) {
    return new Failure(
        failure.getClass().getName(), textOr(failure.getMessage(), failure.getClass().getName()));
  }

  static String textOr(@Nullable String text, String otherwise) {
    return text == null || text.isBlank() ? otherwise : text;
  }
}
