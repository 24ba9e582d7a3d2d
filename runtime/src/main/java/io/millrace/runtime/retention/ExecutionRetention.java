package io.millrace.runtime.retention;

import java.time.Duration;
import java.time.Instant;

/// Deletes executions that ended long ago, in small batches, so that nobody waits for it. Used by
/// one thread.
public final class ExecutionRetention {
  /// As AWS keeps them (Step Functions developer guide, "Service quotas": execution history
  /// retention time, 90 days).
  public static final Duration KEEP = Duration.ofDays(90);

  /// Executions at a time that are no children: a transaction of some milliseconds.
  private static final int BATCH = 200;

  private final EndedExecutions ended;
  private final Duration keep;

  /// @param keep how long after their end, at least a day
  public ExecutionRetention(EndedExecutions ended, Duration keep) {
    if (keep.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException(
          "Ended executions are to be kept for " + keep + "; it must be at least a day.");
    }
    this.ended = ended;
    this.keep = keep;
  }

  /// Deletes all that are too old at this moment, and returns how many; stops between two batches
  /// when the thread is interrupted.
  public long sweep(Instant now) {
    long before = now.minus(keep).toEpochMilli();
    long all = 0;
    long last = 1;
    while (last > 0 && !Thread.currentThread().isInterrupted()) {
      last = ended.deleteBefore(before, BATCH);
      all += last;
    }
    return all;
  }
}
