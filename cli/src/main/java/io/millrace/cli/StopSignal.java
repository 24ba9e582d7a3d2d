package io.millrace.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C and SIGTERM as something a program can wait for and then answer in its own time.
///
/// The Java process ends when its shutdown hooks do; ours waits until the program has cleaned up,
/// at most [#PATIENCE]. Thread-safe.
public final class StopSignal implements AutoCloseable {
  /// PostgreSQL needs a moment to write its last checkpoint; supervisors kill after 10 s (Docker)
  /// to 90 s (systemd).
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);

  private volatile int exitCode;

  private StopSignal(int exitCode) {
    this.exitCode = exitCode;
  }

  /// Listens from now on.
  ///
  /// @param exitCode of the process when a signal ended it in good order
  public static StopSignal listen(int exitCode) {
    var signal = new StopSignal(exitCode);
    Runtime.getRuntime().addShutdownHook(new Thread(signal::onShutdown, "stop-signal"));
    return signal;
  }

  private void onShutdown() {
    if (answered.getCount() == 0) return; // an ordinary end, not a signal
    asked.countDown();
    try {
      if (!answered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println("mill: gave up waiting for an orderly end; what is durable stays so.");
        exitCode = ExitCode.FAILED;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    // Without this the code would be 128 + the signal's number, which supervisors take for a crash.
    Runtime.getRuntime().halt(exitCode);
  }

  /// Whether somebody wants this program to end.
  public boolean isAsked() {
    return asked.getCount() == 0;
  }

  /// Waits for the signal, at most so long.
  ///
  /// @return whether it has come
  public boolean await(Duration atMost) throws InterruptedException {
    return asked.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Waits for the signal.
  public void await() throws InterruptedException {
    asked.await();
  }

  /// The program has cleaned up; the process may end.
  @Override
  public void close() {
    answered.countDown();
  }
}
