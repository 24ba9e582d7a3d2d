package io.millrace.runtime.shard;

import io.millrace.engine.decide.Command;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalUnavailableException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings back executions that left memory, before their time: first what a restart must resume,
/// then, again and again, what wakes in the next while. One thread.
///
/// An execution leaves memory only when it wakes later than `stay` from then; this thread looks
/// `stay / 2` ahead every `stay / 4`, so no wake time slips between.
final class Waker {
  private static final Logger LOG = LoggerFactory.getLogger(Waker.class);
  private static final int PAGE = 1_000;
  private static final UUID LOWEST = new UUID(0, 0);

  private final Journal journal;
  private final InstantSource clock;
  private final Consumer<Mail.Order> shards;
  private final long aheadMillis;
  private final long everyMillis;
  private final Thread thread;
  private final Consumer<Throwable> onHalted;
  private long scannedMillis;
  private volatile boolean stopped;

  /// @param onHalted told why this thread has ended without having been stopped
  Waker(
      Journal journal,
      InstantSource clock,
      long stayMillis,
      Consumer<Mail.Order> shards,
      Consumer<Throwable> onHalted) {
    this.journal = journal;
    this.clock = clock;
    this.shards = shards;
    this.onHalted = onHalted;
    this.aheadMillis = stayMillis / 2;
    this.everyMillis = stayMillis / 4;
    this.thread = Thread.ofPlatform().daemon().name("millrace-waker").unstarted(this::loop);
  }

  void start() {
    thread.start();
  }

  /// Looks at the clock now.
  void poke() {
    LockSupport.unpark(thread);
  }

  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  private void loop() {
    try {
      work();
    } catch (Throwable e) { // nothing that left memory comes back without this thread
      onHalted.accept(e);
    }
  }

  private void work() {
    boolean recovered = false;
    while (!stopped) {
      try {
        if (!recovered) {
          recover();
          recovered = true;
        } else {
          heedClockSetBack();
          if (clock.millis() + aheadMillis - scannedMillis >= everyMillis) {
            scan();
          }
        }
        pause(scannedMillis + everyMillis - aheadMillis - clock.millis());
      } catch (JournalUnavailableException e) {
        LOG.debug("Looking for executions to wake failed; it is tried again", e);
        pause(200);
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("Looking for executions to wake failed; it is tried again");
        pause(1_000);
      }
    }
  }

  private void pause(long millis) {
    if (millis > 0 && !stopped) {
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(millis));
    }
  }

  private void recover() {
    long before = clock.millis() + aheadMillis;
    UUID after = LOWEST;
    long count = 0;
    List<UUID> page = journal.resumable(before, after, PAGE);
    while (!page.isEmpty() && !stopped) {
      page.forEach(this::resume);
      count += page.size();
      after = page.getLast();
      page = journal.resumable(before, after, PAGE);
    }
    scannedMillis = before;
    if (count > 0) {
      LOG.atInfo().addKeyValue("executions", count).log("Executions of an earlier run go on");
    }
  }

  /// What left memory since the clock was set back may wake in a time that was scanned before.
  private void heedClockSetBack() {
    long now = clock.millis();
    if (now + aheadMillis < scannedMillis) {
      LOG.atWarn()
          .addKeyValue("byAtLeastMillis", scannedMillis - aheadMillis - now)
          .log("The clock was set back; executions to wake are looked for again from now on");
      scannedMillis = now;
    }
  }

  private void scan() {
    long target = clock.millis() + aheadMillis;
    while (scannedMillis < target && !stopped) {
      long before = target;
      List<UUID> waking = journal.waking(scannedMillis, before, PAGE);
      while (waking.size() == PAGE && before - scannedMillis > 1) {
        before = scannedMillis + (before - scannedMillis) / 2; // too many: a shorter time first
        waking = journal.waking(scannedMillis, before, PAGE);
      }
      if (waking.size() == PAGE) {
        waking = journal.waking(scannedMillis, before, Integer.MAX_VALUE);
      }
      waking.forEach(this::resume);
      scannedMillis = before;
    }
  }

  private void resume(UUID id) {
    shards.accept(new Mail.Order(id, new Command.Resume(), null));
  }
}
