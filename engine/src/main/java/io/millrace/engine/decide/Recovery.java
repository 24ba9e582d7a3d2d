package io.millrace.engine.decide;

import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.model.Catcher;
import io.millrace.asl.model.State;
import io.millrace.engine.execution.Frame;
import io.millrace.engine.execution.Phase;
import io.millrace.engine.execution.Retries;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import org.jspecify.annotations.Nullable;

/// What becomes of a failed state: another attempt, a catcher, or the failure goes up.
final class Recovery {
  private Recovery() {}

  /// Decides; true when the frame goes on at once.
  static boolean decide(Run run, Frame frame, Phase.Failed failure) {
    Long due = retryMillis(run, frame, failure);
    if (due != null) {
      if (due > run.nowMillis) {
        run.x.arm(frame, due);
        return false;
      }
      return Stepping.guarded(run, frame, () -> again(run, frame));
    }
    Catcher catcher = Retries.catcherFor(frame.state(), failure);
    if (catcher != null) {
      return leaveCaught(run, frame, catcher, failure);
    }
    giveUp(run, frame, failure);
    return false;
  }

  /// Leaves by the catcher. When its own fields cannot be evaluated, that failure goes up: offering
  /// it to the same catchers again could go on for ever.
  private static boolean leaveCaught(Run run, Frame frame, Catcher catcher, Phase.Failed failure) {
    try {
      Outputs.leaveCaught(run, frame, catcher, failure);
      return true;
    } catch (ExpressionFailure broken) {
      Stepping.failExpression(run, frame, broken);
      if (frame.phase() instanceof Phase.Failed again) {
        giveUp(run, frame, again);
      }
      return false;
    }
  }

  /// Whether the frame's last failure is going to be retried.
  static boolean canRetry(Run run, Frame frame) {
    Phase.Failed failure = frame.failure();
    return failure != null && retryMillis(run, frame, failure) != null;
  }

  static @Nullable Long retryMillis(Run run, Frame frame, Phase.Failed failure) {
    return frame.state() instanceof State.Recoverable recoverable && !recoverable.retry().isEmpty()
        ? Retries.nextAttemptMillis(frame, recoverable.retry(), failure, run.x.header().seed())
        : null;
  }

  private static void again(Run run, Frame frame) {
    switch (frame.state()) {
      case State.Task task -> Tasks.schedule(run, frame, task);
      case State.Parallel _ -> Containers.beginParallel(run, frame);
      case State.Map map -> Containers.beginMap(run, frame, map);
      case State.Pass _, State.Choice _, State.Wait _, State.Succeed _, State.Fail _ ->
          throw new IllegalStateException(frame.state().name() + " has no Retry");
    }
  }

  private static void giveUp(Run run, Frame frame, Phase.Failed failure) {
    Frame parent = frame.parent();
    if (parent == null) {
      run.end(
          EventType.ExecutionFailed,
          frame.cursor(),
          new EventDetails.Failure(failure.error(), failure.cause()));
    } else {
      Containers.childFailed(run, frame, parent);
    }
  }
}
