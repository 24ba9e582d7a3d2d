package io.millrace.pipelines.book.store;

import java.util.Locale;

/// How one call of a stage ended. `UNCHANGED`: the result was already there.
public enum Outcome {
  COMPLETE,
  UNCHANGED,
  PARTIAL,
  FAILED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
