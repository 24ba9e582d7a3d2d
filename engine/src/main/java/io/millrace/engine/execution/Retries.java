package io.millrace.engine.execution;

import io.millrace.asl.model.Catcher;
import io.millrace.asl.model.Retrier;
import io.millrace.asl.model.State;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Which errors a retrier or a catcher sees, and how long a retry waits.
public final class Retries {
  /// AWS developer guide, "Handling errors": cannot be caught or retried.
  public static final String RUNTIME = "States.Runtime";

  public static final String TIMEOUT = "States.Timeout";
  private static final String ALL = "States.ALL";
  private static final String TASK_FAILED = "States.TaskFailed";
  private static final String HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout";

  private Retries() {}

  /// Whether one of the names matches the failure.
  ///
  /// Nothing matches `States.Runtime`: it always ends the execution. `States.ALL` matches
  /// everything else; `States.TaskFailed` everything but that and `States.Timeout` (developer
  /// guide, "Handling errors"). That `States.ALL` sees `States.DataLimitExceeded` of a task is
  /// recorded in error_handling/test_task_lambda_catch_state_all_data_limit_exceeded, against the
  /// guide's text.
  public static boolean matches(List<String> errorEquals, Phase.Failed failure) {
    String error = failure.error();
    if (RUNTIME.equals(error)) {
      return false;
    }
    for (String name : errorEquals) {
      if (name.equals(error)
          || ALL.equals(name)
          || (HEARTBEAT_TIMEOUT.equals(name) && failure.heartbeat())
          || (TASK_FAILED.equals(name) && !TIMEOUT.equals(error))) {
        return true;
      }
    }
    return false;
  }

  /// The first retrier that matches, used up or not, or -1: AWS looks no further.
  public static int retrierFor(List<Retrier> retry, Phase.Failed failure) {
    for (int i = 0; i < retry.size(); i++) {
      if (matches(retry.get(i).errorEquals(), failure)) {
        return i;
      }
    }
    return -1;
  }

  /// The first catcher that matches, or null.
  public static @Nullable Catcher catcherFor(State state, Phase.Failed failure) {
    if (state instanceof State.Recoverable recoverable) {
      for (Catcher catcher : recoverable.catchers()) {
        if (matches(catcher.errorEquals(), failure)) {
          return catcher;
        }
      }
    }
    return null;
  }

  /// When the next retry begins, in milliseconds since the epoch, or null when there is none left.
  ///
  /// @param seed of the execution; with the event that entered the state and the count it draws the
  ///   jitter, so that a restart draws the same
  public static @Nullable Long nextAttemptMillis(
      Frame frame, List<Retrier> retry, Phase.Failed failure, long seed) {
    int which = failure.recorded() ? retrierFor(retry, failure) : -1;
    if (which < 0 || frame.retriesOf(which) >= retry.get(which).maxAttempts()) {
      return null;
    }
    Retrier retrier = retry.get(which);
    int used = frame.retriesOf(which);
    double seconds = retrier.intervalSeconds() * Math.pow(retrier.backoffRate(), used);
    Integer most = retrier.maxDelaySeconds();
    if (most != null) {
      seconds = Math.min(seconds, most);
    }
    // One year is the longest an execution can last.
    long millis = (long) (Math.min(seconds, 31_536_000d) * 1000);
    if (retrier.fullJitter() && millis > 0) {
      long mixed = seed ^ (frame.enteredEventId() * 0x9E3779B97F4A7C15L) ^ frame.retryCount();
      millis = new SplittableRandom(mixed).nextLong(millis + 1);
    }
    return failure.atMillis() + millis;
  }
}
