package io.millrace.runtime.task;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Waits between looks at the jobs of `.sync` tasks: 1 s at first, twice as long each time, 30 s at
/// most, and no longer when the job's end is told. One thread for all; safe for concurrent use. The
/// waits are spans of real time, whatever clock the executions go by.
final class JobWatch implements AutoCloseable {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofSeconds(30);

  /// Somebody who waits for a job.
  interface Waiting {
    /// Looks at the job again, soon; must not block.
    void look();
  }

  private final ScheduledThreadPoolExecutor timer;
  private final Map<Waiting, Entry> entries = new HashMap<>();
  private final Map<String, Set<Waiting>> byJob = new HashMap<>();

  /// Whether anybody waits for a job with a name: so that the end of an execution that nobody waits
  /// for takes no lock. Who comes too late for it looks at once, and sees the end.
  private volatile boolean isNamed;

  private record Entry(@Nullable String job, ScheduledFuture<?> next) {}

  JobWatch() {
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("millrace-jobs").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /// Has it look again after a while. A job with a name is looked at once more at once: it may have
  /// ended before anybody was known to wait for it.
  ///
  /// @param looks how often it was looked at before
  synchronized void await(Waiting who, @Nullable String job, int looks) {
    if (timer.isShutdown()) {
      return;
    }
    long wait = delay(looks).toMillis();
    if (job != null) {
      byJob.computeIfAbsent(job, _ -> new HashSet<>()).add(who);
      isNamed = true;
      wait = looks == 0 ? 0 : wait;
    }
    entries.put(who, new Entry(job, timer.schedule(() -> wake(who), wait, TimeUnit.MILLISECONDS)));
  }

  static Duration delay(int looks) {
    Duration delay = FIRST.multipliedBy(1L << Math.min(looks, 5));
    return delay.compareTo(MOST) < 0 ? delay : MOST;
  }

  /// The job has ended: who waits for it looks now.
  void ended(String job) {
    if (!isNamed) {
      return;
    }
    Set<Waiting> who;
    synchronized (this) {
      who = byJob.remove(job);
      isNamed = !byJob.isEmpty();
      if (who == null) {
        return;
      }
      who.forEach(this::drop);
    }
    who.forEach(Waiting::look);
  }

  /// Nobody waits here any more.
  synchronized void remove(Waiting who) {
    Entry entry = drop(who);
    if (entry != null && entry.job != null) {
      Set<Waiting> others = byJob.get(entry.job);
      if (others != null && others.remove(who) && others.isEmpty()) {
        byJob.remove(entry.job);
        isNamed = !byJob.isEmpty();
      }
    }
  }

  private @Nullable Entry drop(Waiting who) {
    Entry entry = entries.remove(who);
    if (entry != null) {
      entry.next.cancel(false);
    }
    return entry;
  }

  private void wake(Waiting who) {
    remove(who);
    who.look();
  }

  @Override
  public synchronized void close() {
    timer.shutdownNow();
    entries.clear();
    byJob.clear();
  }
}
