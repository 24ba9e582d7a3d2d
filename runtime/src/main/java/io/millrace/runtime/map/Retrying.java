package io.millrace.runtime.map;

import io.millrace.engine.journal.JournalUnavailableException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Asks a store again and again while it cannot be reached.
final class Retrying {
  private static final long BACKOFF_LEAST_MILLIS = 20;
  private static final long BACKOFF_MOST_MILLIS = 2_000;

  private final BooleanSupplier stopped;

  Retrying(BooleanSupplier stopped) {
    this.stopped = stopped;
  }

  /// Whatever was caught while the server stops may be of the stopping only, and says nothing about
  /// the work: to be asked before an error is taken for a result.
  ///
  /// @throws InterruptedException when interrupted or stopped
  void goOn() throws InterruptedException {
    if (stopped.getAsBoolean() || Thread.currentThread().isInterrupted()) {
      throw new InterruptedException("the server stops");
    }
  }

  /// The answer.
  ///
  /// @throws InterruptedException when interrupted or stopped
  <T> T answered(Supplier<T> question) throws InterruptedException {
    long backoff = BACKOFF_LEAST_MILLIS;
    while (true) {
      goOn();
      try {
        return question.get();
      } catch (JournalUnavailableException e) {
        Thread.sleep(backoff);
        backoff = Math.min(backoff * 2, BACKOFF_MOST_MILLIS);
      }
    }
  }
}
