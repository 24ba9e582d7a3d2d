package io.millrace.runtime.shard;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Mail from many to one thread, which sleeps while there is none. Unbounded: who asks is bounded
/// by [Shards], who reports by the number of attempts.
final class Mailbox {
  private final ConcurrentLinkedQueue<Mail> queue = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Thread reader;
  private volatile boolean sleeping;
  private volatile boolean closed;

  void setReader(Thread thread) {
    reader = thread;
  }

  /// Puts it in; false when nobody will read it.
  boolean put(Mail mail) {
    if (closed) {
      return false;
    }
    queue.add(mail);
    if (closed && queue.remove(mail)) { // closed meanwhile, and not among what was left over
      return false;
    }
    if (sleeping) {
      LockSupport.unpark(reader);
    }
    return true;
  }

  @Nullable Mail poll() {
    return queue.poll();
  }

  /// Waits for mail until the clock shows this time at the latest.
  void await(long untilMillis, InstantSource clock) {
    sleeping = true;
    if (queue.isEmpty()) {
      if (untilMillis == Long.MAX_VALUE) {
        LockSupport.park(this);
      } else {
        long millis = untilMillis - clock.millis();
        if (millis > 0) {
          LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(millis));
        }
      }
    }
    sleeping = false;
  }

  /// Takes no more mail, and returns what is left.
  List<Mail> close() {
    closed = true;
    List<Mail> left = new ArrayList<>();
    Mail mail = queue.poll();
    while (mail != null) {
      left.add(mail);
      mail = queue.poll();
    }
    return left;
  }
}
