package io.millrace.runtime.express;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wake times of executions, at most one for each. An execution that ends takes its own along:
/// those of ended ones would hold everything for five minutes. One thread waits for the earliest;
/// what is due is done on virtual threads. Safe for concurrent use.
final class ExpressTimers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExpressTimers.class);
  private static final long AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final ConcurrentSkipListMap<Due, Consumer<Due>> dues = new ConcurrentSkipListMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final InstantSource clock;
  private final Thread thread;
  private volatile boolean closed;

  /// The thread's alone.
  private long failures;

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
  ///
  /// @param what is told which wake time it was
  Due arm(long atMillis, Consumer<Due> what) {
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
    Map.Entry<Due, Consumer<Due>> first = dues.firstEntry();
    return first == null ? null : first.getKey();
  }

  /// How many wait.
  int armed() {
    return dues.size();
  }

  /// No execution would time out any more without this thread, so nothing ends it but [#close].
  private void work() {
    while (!closed) {
      try {
        waitOrFire();
      } catch (Throwable e) {
        failed(e);
      }
    }
  }

  private void waitOrFire() {
    Map.Entry<Due, Consumer<Due>> first = dues.firstEntry();
    if (first == null) {
      LockSupport.park(this);
      return;
    }
    Due due = first.getKey();
    long millis = due.atMillis - clock.millis();
    if (millis > 0) {
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(millis));
      return;
    }
    Consumer<Due> what = first.getValue();
    // Taken out only then: what cannot be begun is tried again.
    var _ = Thread.ofVirtual().name("express timer").start(() -> what.accept(due));
    dues.remove(due);
  }

  private void failed(Throwable reason) {
    failures++;
    try {
      if (Long.bitCount(failures) == 1) { // the 1st, 2nd, 4th, 8th, …
        LOG.atError()
            .addKeyValue("failures", failures)
            .setCause(reason)
            .log("Wake times of Express executions could not be looked at; they are again, soon");
      }
    } catch (Throwable _) { // no memory even for saying so
    }
    LockSupport.parkNanos(this, AFTER_FAILURE_NANOS);
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
