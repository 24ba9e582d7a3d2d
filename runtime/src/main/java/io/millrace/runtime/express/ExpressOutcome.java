package io.millrace.runtime.express;

import io.millrace.asl.json.Payload;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.HistoryEvent;
import org.jspecify.annotations.Nullable;

/// How an execution of an EXPRESS state machine ended.
///
/// @param output of one that succeeded, else null
/// @param error of one that did not, where it has one; likewise cause
/// @param stopMillis milliseconds since the epoch
/// @param decidedBytes about how long the payloads were that its largest decision wrote, together,
///   with its definition
public record ExpressOutcome(
    ExecutionHeader header,
    Payload input,
    ExecutionStatus status,
    @Nullable Payload output,
    @Nullable String error,
    @Nullable String cause,
    long stopMillis,
    long decidedBytes) {
  private static final long BILLED_MILLIS_STEP = 100;
  private static final long BILLED_MEGABYTES_STEP = 64;
  private static final long MEGABYTE = 1L << 20;

  /// The outcome that the last event tells of. An execution that timed out has the error
  /// `States.Timeout`, which is how a state that times out fails.
  static ExpressOutcome of(
      ExecutionHeader header,
      Payload input,
      ExecutionStatus status,
      HistoryEvent last,
      long decidedBytes) {
    Payload output = last.details() instanceof EventDetails.Output end ? end.output() : null;
    String error = null;
    String cause = null;
    if (last.details() instanceof EventDetails.Failure end) {
      error = end.error();
      cause = end.cause();
    }
    if (status == ExecutionStatus.TIMED_OUT && error == null) {
      error = "States.Timeout";
    }
    return new ExpressOutcome(
        header, input, status, output, error, cause, last.timestampMillis(), decidedBytes);
  }

  /// `billedDurationInMilliseconds`: rounded up to the next 100 ms, at least those (Step Functions
  /// pricing, "Express Workflows"; recorded: express/test_base has 100).
  public long billedDurationMillis() {
    long millis = Math.max(1, stopMillis - header.startMillis());
    return roundedUp(millis, BILLED_MILLIS_STEP);
  }

  /// `billedMemoryUsedInMB`: in steps of 64 MB, at least one (Step Functions pricing, "Express
  /// Workflows"; recorded: express/test_base has 64). AWS does not say how it measures. Here it is
  /// a guess that costs nothing: the definition, and the payloads of all events of that decision
  /// which wrote most of them. What variables and states that wait hold beside that is not in it,
  /// and a long way without waiting counts what it has let go of already.
  public long billedMemoryMegabytes() {
    return roundedUp(
        Math.max(1, roundedUp(decidedBytes, MEGABYTE) / MEGABYTE), BILLED_MEGABYTES_STEP);
  }

  private static long roundedUp(long value, long step) {
    return (value + step - 1) / step * step;
  }
}
