package io.millrace.runtime.shard;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Wake times of a shard's executions: one for each, the earliest first. An entry whose slot has
/// another time by now is stale and skipped. Confined to the shard's thread.
final class Timers {
  private final PriorityQueue<Entry> entries = new PriorityQueue<>();

  private record Entry(long atMillis, Slot slot) implements Comparable<Entry> {
    boolean isStale() {
      return slot.timerMillis != atMillis;
    }

    @Override
    public int compareTo(Entry other) {
      return Long.compare(atMillis, other.atMillis);
    }
  }

  /// Arms the timer of this slot, whose `timerMillis` is this time.
  void arm(Slot slot, long atMillis) {
    if (entries.size() >= 1_024 && entries.size() % 1_024 == 0) {
      entries.removeIf(Entry::isStale);
    }
    entries.add(new Entry(atMillis, slot));
  }

  /// A slot whose time has come, or null; its timer is off then.
  @Nullable Slot due(long nowMillis) {
    Entry first = first();
    if (first == null || first.atMillis > nowMillis) {
      return null;
    }
    entries.poll();
    first.slot.timerMillis = Long.MAX_VALUE;
    return first.slot;
  }

  /// The earliest time, [Long#MAX_VALUE] for none.
  long nextMillis() {
    Entry first = first();
    return first == null ? Long.MAX_VALUE : first.atMillis;
  }

  private @Nullable Entry first() {
    Entry first = entries.peek();
    while (first != null && first.isStale()) {
      entries.poll();
      first = entries.peek();
    }
    return first;
  }
}
