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

  /// The same rule as bounds that a store can compare with: an unsuccessful execution may be
  /// redriven at that moment when it keeps within all of them.
  ///
  /// @param lastEventIdBelow its last event's id is less
  /// @param startMillisFrom it was started then or later; milliseconds since the epoch
  /// @param stopMillisFrom it ended then or later
  public record Bounds(long lastEventIdBelow, long startMillisFrom, long stopMillisFrom) {
    /// Everything is within.
    public static final Bounds NONE = new Bounds(Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);

    /// Whether such an execution keeps within.
    public boolean include(long startMillis, @Nullable Long stopMillis, long lastEventId) {
      return lastEventId < lastEventIdBelow
          && startMillis >= startMillisFrom
          && (stopMillis == null || stopMillis >= stopMillisFrom);
    }
  }

  /// The bounds at a moment, in milliseconds since the epoch.
  public static Bounds bounds(long historyEventsMax, long nowMillis) {
    return new Bounds(historyEventsMax - 1, nowMillis - LONGEST_MILLIS, nowMillis - PERIOD_MILLIS);
  }

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
