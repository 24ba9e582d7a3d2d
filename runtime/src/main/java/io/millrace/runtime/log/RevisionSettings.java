package io.millrace.runtime.log;

import io.millrace.engine.journal.JournalUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What revisions of state machines want logged, read once each. What cannot be read is not asked
/// for again for a while, and after a store that cannot be reached nothing else is either: a read
/// may take seconds to fail. Safe for concurrent use.
final class RevisionSettings {
  private static final Logger LOG = LoggerFactory.getLogger(RevisionSettings.class);
  private static final int REMEMBERED_MAX = 10_000;

  /// How long what could not be read is not asked for again.
  static final Duration PAUSE = Duration.ofSeconds(2);

  private final Function<UUID, LogSettings> read;
  private final LongSupplier nanoClock;
  private final Map<UUID, LogSettings> known = new ConcurrentHashMap<>();

  /// When each was tried last, by [#nanoClock].
  private final Map<UUID, Long> unreadable = new ConcurrentHashMap<>();

  private volatile @Nullable Long storeGone;

  /// The reading thread's alone.
  private long failures;

  /// @param read may block and throw
  /// @param nanoClock as [System#nanoTime]
  RevisionSettings(Function<UUID, LogSettings> read, LongSupplier nanoClock) {
    this.read = read;
    this.nanoClock = nanoClock;
  }

  /// What the revision wants, or null when that has not been read; does not block.
  @Nullable LogSettings known(UUID revision) {
    return known.get(revision);
  }

  /// Whether it was tried just now in vain; does not block.
  boolean isUnreadable(UUID revision) {
    return isRecent(storeGone) || isRecent(unreadable.get(revision));
  }

  private boolean isRecent(@Nullable Long triedNanos) {
    return triedNanos != null && nanoClock.getAsLong() - triedNanos < PAUSE.toNanos();
  }

  /// What the revision wants, or null when that cannot be read; may block. For one thread.
  @Nullable LogSettings read(UUID revision) {
    LogSettings settings = known.get(revision);
    if (settings != null || isUnreadable(revision)) {
      return settings;
    }
    try {
      settings = read.apply(revision);
    } catch (RuntimeException e) {
      failed(revision, e);
      return null;
    }
    settings = settings.logGroup().isEmpty() ? LogSettings.NOTHING : settings;
    put(known, revision, settings);
    unreadable.remove(revision);
    storeGone = null;
    return settings;
  }

  private void failed(UUID revision, RuntimeException reason) {
    long now = nanoClock.getAsLong();
    put(unreadable, revision, now);
    if (reason instanceof JournalUnavailableException) {
      storeGone = now;
    }
    failures++;
    if (Long.bitCount(failures) == 1) { // the 1st, 2nd, 4th, 8th, …
      LOG.atWarn()
          .addKeyValue("revision", revision)
          .addKeyValue("failures", failures)
          .addKeyValue("reason", String.valueOf(reason.getMessage()))
          .log("What a state machine wants logged cannot be read; its events are lost meanwhile");
    }
  }

  private static <T> void put(Map<UUID, T> map, UUID revision, T value) {
    if (map.size() >= REMEMBERED_MAX) {
      map.clear();
    }
    map.put(revision, value);
  }
}
