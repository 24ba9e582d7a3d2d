package io.millrace.runtime.express;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Wake times of executions, at most one for each. An execution that ends takes its own along:
/// those of ended ones would hold everything for five minutes. One thread waits for the earliest;
/// what is due is done on virtual threads. Safe for concurrent use.
final class ExpressTimers implements AutoCloseable {
  private final ConcurrentSkipListMap<Due, Runnable> dues = new ConcurrentSkipListMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final InstantSource clock;
  private final Thread thread;
  private volatile boolean closed;

  /// A wake time; the number tells those of the same millisecond apart.
  record Due(long atMillis, long number) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(atMillis, other.atMillis);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  ExpressTimers(InstantSource clock) {
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("millrace-express-timers").start(this::work);
  }

  /// Does this at that time.
  Due arm(long atMillis, Runnable what) {
    Due due = new Due(atMillis, numbers.getAndIncrement());
    dues.put(due, what);
    if (due.equals(firstOrNull())) {
      LockSupport.unpark(thread);
    }
    return due;
  }

  /// Does it no more.
  void disarm(Due due) {
    dues.remove(due);
  }

  /// Looks at the clock: for clocks that do not go by themselves.
  void tick() {
    LockSupport.unpark(thread);
  }

  private @Nullable Due firstOrNull() {
    Map.Entry<Due, Runnable> first = dues.firstEntry();
    return first == null ? null : first.getKey();
  }

  private void work() {
    while (!closed) {
      Due first = firstOrNull();
      if (first == null) {
        LockSupport.park(this);
        continue;
      }
      long millis = first.atMillis - clock.millis();
      if (millis > 0) {
        LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(millis));
        continue;
      }
      Runnable what = dues.remove(first);
      if (what != null) {
        var _ = Thread.ofVirtual().name("express timer").start(what);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
