package io.millrace.local.s3;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// Gives every write of this process a time stamp of its own, in whole microseconds, so that two
/// contents of one key never share one, however fast they follow each other.
final class Stamp {
  private final AtomicLong last = new AtomicLong();

  Instant next(Instant now) {
    var micros = ObjectRecord.micros(now);
    var unique = last.updateAndGet(before -> Math.max(before + 1, micros));
    return Instant.ofEpochSecond(
        Math.floorDiv(unique, 1_000_000L), Math.floorMod(unique, 1_000_000L) * 1000L);
  }
}
