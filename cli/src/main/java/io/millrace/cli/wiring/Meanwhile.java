package io.millrace.cli.wiring;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/// A part that may start on a thread of its own while others do: most of a start is waiting for a
/// new PostgreSQL, and loading classes takes most of the rest. Closing waits for a start that has
/// begun and closes what it made, also when nobody asked for it. Thread-safe.
final class Meanwhile<T extends AutoCloseable> implements AutoCloseable {
  private final String name;
  private final FutureTask<T> start;
  private final AtomicBoolean begun = new AtomicBoolean();

  /// @param start leaves nothing open when it throws
  Meanwhile(String name, Callable<T> start) {
    this.name = name;
    this.start = new FutureTask<>(start);
  }

  /// Begins to start, unless it has begun, and returns at once.
  void begin() {
    if (begun.compareAndSet(false, true)) {
      Thread.ofPlatform().name("start-" + name).daemon().start(start);
    }
  }

  /// The part, started.
  ///
  /// @throws RuntimeException the one that its start ended with; when this thread is interrupted,
  ///   one that says so, with the interrupt flag set
  T get() {
    begin();
    try {
      return start.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the " + name + " were starting", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() throws Exception {
    if (begun.compareAndSet(false, true)) return;
    T part;
    try {
      part = start.get();
    } catch (ExecutionException _) {
      return; // nothing was left open
    }
    part.close();
  }
}
