package io.millrace.cli.wiring;

import io.millrace.connectors.lambda.FunctionAnswer;
import io.millrace.connectors.lambda.FunctionCall;
import io.millrace.connectors.lambda.FunctionCallException;
import io.millrace.connectors.lambda.FunctionInvoker;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Stands between the engine and the functions at the two moments when they must not meet.
///
/// Before [#open] nothing is invoked: a restarted engine dispatches at once what was in flight, and
/// a program may first want to stop some of it.
///
/// When the process is about to stop, failures are not handed on: Ctrl-C reaches the programs that
/// functions have started (FFmpeg, the voice), too, and their death is no failure of the work. The
/// attempt stays in flight and is dispatched again at the next start.
///
/// Thread-safe.
public final class Gate implements FunctionInvoker {
  /// A signal reaches all processes of a terminal within milliseconds; failures can wait this long.
  private static final Duration DOUBT = Duration.ofMillis(250);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final FunctionInvoker behind;
  private final Stop stop;

  /// What the idempotency keys of the only execution begin with that may call; null for any.
  private volatile @Nullable String only;

  /// Whether the process has been asked to stop, or is within that time.
  @FunctionalInterface
  public interface Stop {
    boolean comesWithin(Duration time) throws InterruptedException;
  }

  public Gate(FunctionInvoker behind, Stop stop) {
    this.behind = behind;
    this.stop = stop;
  }

  /// Lets calls of all executions through from now on.
  public void open() {
    closed.countDown();
  }

  /// Lets calls of this execution through from now on. Those of others stay in flight: nobody asked
  /// for them now, and they may cost money.
  public void openFor(UUID executionId) {
    only = executionId + ":";
    closed.countDown();
  }

  @Override
  public FunctionAnswer invoke(FunctionCall call)
      throws FunctionCallException, InterruptedException {
    closed.await();
    String key = only;
    if (key != null && !call.idempotencyKey().startsWith(key)) waitForTheEnd();
    try {
      FunctionAnswer answer = behind.invoke(call);
      if (answer.functionError() != null) holdBackWhenStopping();
      return answer;
    } catch (FunctionCallException e) {
      holdBackWhenStopping();
      throw e;
    }
  }

  private void holdBackWhenStopping() throws InterruptedException {
    if (stop.comesWithin(DOUBT)) waitForTheEnd();
  }

  /// Until the engine closes and interrupts.
  private static void waitForTheEnd() throws InterruptedException {
    new CountDownLatch(1).await();
  }
}
