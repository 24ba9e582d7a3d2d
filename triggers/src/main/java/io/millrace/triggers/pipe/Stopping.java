package io.millrace.triggers.pipe;

import io.millrace.triggers.Pacing;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Waiting that ends when the pipe is stopped, while calls in progress are left alone. Safe for
/// concurrent use.
final class Stopping {
  private final Pacing pacing;
  private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean isAsked;

  Stopping(Pacing pacing) {
    this.pacing = pacing;
  }

  boolean isAsked() {
    return isAsked;
  }

  /// Ends all waiting, now and from now on.
  synchronized void ask() {
    isAsked = true;
    waiting.forEach(Thread::interrupt);
  }

  /// @return false when the pipe was stopped instead
  boolean pause(Duration time) {
    return await(() -> pacing.pause(time));
  }

  /// Takes one permit.
  ///
  /// @return false when the pipe was stopped instead: none was taken
  boolean acquire(Semaphore permits) {
    return await(permits::acquire);
  }

  private interface Wait {
    void run() throws InterruptedException;
  }

  private boolean await(Wait wait) {
    waiting.add(Thread.currentThread());
    try {
      if (isAsked) return false;
      wait.run();
      return true;
    } catch (InterruptedException _) {
      return false;
    } finally {
      waitNoLonger();
    }
  }

  /// From here on nobody interrupts this thread, and what was meant for its wait is taken back: a
  /// call that follows is not to be cut off.
  private synchronized void waitNoLonger() {
    waiting.remove(Thread.currentThread());
    if (isAsked) Thread.interrupted();
  }
}
