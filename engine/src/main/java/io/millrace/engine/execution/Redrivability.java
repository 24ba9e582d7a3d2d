package io.millrace.engine.execution;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Whether an execution may be redriven (API reference, RedriveExecution, and the reasons that
/// DescribeExecution documents for `redriveStatusReason`).
public final class Redrivability {
  private static final long PERIOD_MILLIS = Duration.ofDays(14).toMillis();

  /// The longest that an execution may be open.
  private static final long LONGEST_MILLIS = Duration.ofDays(365).toMillis();

  private Redrivability() {}

  /// Why it may not, in AWS's words, or null when it may.
  ///
  /// @param stopMillis when it ended, or null while it runs; milliseconds since the epoch, as
  ///   `startMillis` and `nowMillis` are
  /// @param historyEventsMax the longest history: there must be room for two more events
  public static @Nullable String problem(
      ExecutionStatus status,
      long startMillis,
      @Nullable Long stopMillis,
      long lastEventId,
      long historyEventsMax,
      long nowMillis) {
    if (status == ExecutionStatus.SUCCEEDED || !status.isTerminal()) {
      return "Execution is " + status + " and cannot be redriven";
    }
    if (lastEventId >= historyEventsMax - 1) {
      return "Execution history event limit exceeded";
    }
    if (nowMillis - startMillis > LONGEST_MILLIS) {
      return "Execution has exceeded the max execution time";
    }
    return stopMillis != null && nowMillis - stopMillis > PERIOD_MILLIS
        ? "Execution redrivable period exceeded"
        : null;
  }
}
