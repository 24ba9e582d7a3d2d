package io.millrace.triggers;

import java.time.Duration;
import java.time.Instant;

/// A clock that a test moves. Whoever pauses waits for that.
public final class SettablePacing implements Pacing {
  private Instant now;
  private int waiting;
  private int pauses;

  public SettablePacing(Instant start) {
    now = start;
  }

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized void pause(Duration time) throws InterruptedException {
    Instant end = now.plus(time);
    waiting++;
    pauses++;
    notifyAll();
    try {
      while (now.isBefore(end)) wait();
    } finally {
      waiting--;
    }
  }

  @Override
  public double chance() {
    return 0.5;
  }

  public synchronized void advance(Duration by) {
    now = now.plus(by);
    notifyAll();
  }

  /// Returns once so many are pausing.
  public synchronized void awaitWaiting(int threads) throws InterruptedException {
    while (waiting < threads) wait();
  }

  /// Returns once pauses have begun so often since the start.
  public synchronized void awaitPauses(int count) throws InterruptedException {
    while (pauses < count) wait();
  }
}
