package io.millrace.cli.wiring;

import io.millrace.connectors.lambda.FunctionAnswer;
import io.millrace.connectors.lambda.FunctionCall;
import io.millrace.connectors.lambda.FunctionCallException;
import io.millrace.connectors.lambda.FunctionInvoker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

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

  /// Whether the process has been asked to stop, or is within that time.
  @FunctionalInterface
  public interface Stop {
    boolean comesWithin(Duration time) throws InterruptedException;
  }

  public Gate(FunctionInvoker behind, Stop stop) {
    this.behind = behind;
    this.stop = stop;
  }

  /// Lets everything through from now on.
  public void open() {
    closed.countDown();
  }

  @Override
  public FunctionAnswer invoke(FunctionCall call)
      throws FunctionCallException, InterruptedException {
    closed.await();
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
    if (stop.comesWithin(DOUBT)) new CountDownLatch(1).await(); // until the engine interrupts
  }
}
