package io.millrace.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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

  /// Who starts the program and is interrupted when the signal comes before it is up; else null.
  private @Nullable Thread starting = Thread.currentThread();

  private StopSignal(int exitCode) {
    this.exitCode = exitCode;
  }

  /// Listens from now on. Until it says that it has [#started], the calling thread is interrupted
  /// when the signal comes: starting may take long, and waits for others.
  ///
  /// @param exitCode of the process when a signal ended it in good order
  public static StopSignal listen(int exitCode) {
    var signal = new StopSignal(exitCode);
    Runtime.getRuntime().addShutdownHook(new Thread(signal::onShutdown, "stop-signal"));
    return signal;
  }

  private void onShutdown() {
    if (answered.getCount() == 0) return; // an ordinary end, not a signal
    askAndWait();
    // Without this the code would be 128 + the signal's number, which supervisors take for a crash.
    Runtime.getRuntime().halt(exitCode);
  }

  private void askAndWait() {
    ask();
    try {
      if (!answered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println("mill: gave up waiting for an orderly end; what is durable stays so.");
        exitCode = ExitCode.FAILED;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void ask() {
    asked.countDown();
    if (starting != null) starting.interrupt();
  }

  /// Ends the program as a signal does, but with this exit code and for this reason, which is
  /// printed. Returns when the program has cleaned up; one that does not in time is ended all the
  /// same.
  public void end(int code, String reason) {
    System.err.println("mill: " + reason);
    exitCode = code;
    askAndWait();
    if (answered.getCount() > 0) Runtime.getRuntime().halt(code);
  }

  /// The starting thread looks or waits for the signal itself from now on, or cleans up. Takes back
  /// an interrupt that came from the signal. Doing it twice does nothing.
  public synchronized void started() {
    if (starting != null && isAsked()) Thread.interrupted();
    starting = null;
  }

  /// Whether the program has not yet said that it has [#started].
  public synchronized boolean isStarting() {
    return starting != null;
  }

  /// What the process ends with; a failure while it stops is more important than the signal.
  public void exitWith(int code) {
    exitCode = code;
  }

  /// What the process ends with after a signal.
  public int exitCode() {
    return exitCode;
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
