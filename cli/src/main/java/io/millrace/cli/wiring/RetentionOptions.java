package io.millrace.cli.wiring;

import io.millrace.pipelines.stages.run.RunRetention;
import io.millrace.runtime.retention.ExecutionRetention;
import java.time.Duration;

/// How long an [Installation] keeps what is over.
///
/// @param executions after their end, 1 day to 100 years
/// @param runs of stages, their objects, after the last of them was written; 1 day to 100 years
public record RetentionOptions(Duration executions, Duration runs) {
  public static final RetentionOptions STANDARD =
      new RetentionOptions(ExecutionRetention.KEEP, RunRetention.KEEP);

  private static final long DAYS_MAX = 36_525;

  public RetentionOptions {
    range("executions", executions);
    range("runs", runs);
  }

  private static void range(String what, Duration keep) {
    if (keep.toDays() < 1 || keep.toDays() > DAYS_MAX) {
      throw new IllegalArgumentException(
          "Ended %s are to be kept for %d days; it must be from 1 to %d."
              .formatted(what, keep.toDays(), DAYS_MAX));
    }
  }
}
