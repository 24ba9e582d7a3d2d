package io.millrace.runtime.task;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds attempts that take a while, on one thread for all. The delay is the same for all, so they
/// come up in the order they were added; it is a span of real time, whatever clock the executions
/// go by.
final class StartedWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StartedWatch.class);

  /// An attempt that began.
  interface Watched {
    boolean isOver();

    /// It takes a while: tell that it has started. Must not block: all attempts wait for this one.
    void tellStarted();
  }

  private record Entry(long dueNanos, Watched watched) {}

  private final long afterNanos;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private @Nullable Thread thread;
  private boolean closed;

  StartedWatch(Duration after) {
    afterNanos = after.toNanos();
  }

  synchronized void add(Watched watched) {
    if (closed) {
      return;
    }
    while (!entries.isEmpty() && entries.peek().watched.isOver()) {
      entries.poll();
    }
    entries.add(new Entry(System.nanoTime() + afterNanos, watched));
    if (thread == null) {
      thread = Thread.ofVirtual().name("millrace-started-watch").start(this::watch);
    } else if (entries.size() == 1) {
      notifyAll();
    }
  }

  private void watch() {
    Watched due = next();
    while (due != null) {
      try {
        due.tellStarted();
      } catch (Throwable e) { // the others are told of
        LOG.warn("That a task has started could not be told", e);
      }
      due = next();
    }
  }

  /// The next attempt that has taken long enough and still runs; null when closed.
  private synchronized @Nullable Watched next() {
    try {
      while (!closed) {
        Entry first = entries.peek();
        if (first == null) {
          wait();
        } else if (first.watched.isOver()) {
          entries.poll();
        } else if (first.dueNanos - System.nanoTime() > 0) {
          TimeUnit.NANOSECONDS.timedWait(this, first.dueNanos - System.nanoTime());
        } else {
          entries.poll();
          return first.watched;
        }
      }
    } catch (InterruptedException _) {
      closed = true;
    }
    return null;
  }

  @Override
  public synchronized void close() {
    closed = true;
    entries.clear();
    notifyAll();
  }
}
