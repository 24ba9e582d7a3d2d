package io.millrace.runtime.log;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.runtime.shard.Weights;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Events on their way to one destination, bounded by weight until they have arrived. Those of
/// revisions whose settings nobody knows yet have a quarter of it, for most of them may not be
/// wanted at all. Safe for concurrent use; one thread takes.
final class LogQueue {
  private static final int BATCH_ENTRIES_MAX = 1_000;
  private static final long BATCH_WEIGHT_MAX = 1L << 20;
  private static final int SHARE_OF_UNKNOWN = 4;

  private final long weightMax;
  private final ArrayDeque<Entry> queue = new ArrayDeque<>();
  private long weight;
  private long unknownWeight;
  private long events;
  private boolean closed;
  private boolean abandoned;

  /// What one decision wrote.
  ///
  /// @param isUnknown whether nobody knew what its revision wants
  record Entry(ExecutionHeader header, List<HistoryEvent> events, long weight, boolean isUnknown) {
    static Entry of(ExecutionHeader header, List<HistoryEvent> events, boolean isUnknown) {
      return new Entry(header, events, Weights.of(events), isUnknown);
    }
  }

  /// @param weightMax about how many bytes of events there may be
  LogQueue(long weightMax) {
    this.weightMax = weightMax;
  }

  /// @return whether there was room
  synchronized boolean put(Entry entry) {
    if (closed
        || weight + entry.weight > weightMax
        || (entry.isUnknown && unknownWeight + entry.weight > weightMax / SHARE_OF_UNKNOWN)) {
      return false;
    }
    queue.add(entry);
    count(entry, 1);
    notifyAll();
    return true;
  }

  private void count(Entry entry, int sign) {
    weight += sign * entry.weight;
    unknownWeight += entry.isUnknown ? sign * entry.weight : 0;
    events += (long) sign * entry.events.size();
  }

  /// What has gathered, a part of it when it is much; waits for it. Empty when this is closed and
  /// all was taken, or nobody wants the rest.
  synchronized List<Entry> take() throws InterruptedException {
    while (queue.isEmpty() && !closed) {
      wait();
    }
    List<Entry> taken = new ArrayList<>();
    long takenWeight = 0;
    while (!abandoned
        && !queue.isEmpty()
        && taken.size() < BATCH_ENTRIES_MAX
        && takenWeight < BATCH_WEIGHT_MAX) {
      Entry entry = queue.remove();
      takenWeight += entry.weight;
      taken.add(entry);
    }
    return taken;
  }

  /// They have arrived, or are lost: there is room again.
  synchronized void done(List<Entry> taken) {
    taken.forEach(entry -> count(entry, -1));
  }

  /// Nothing more is put.
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /// Nothing more is taken.
  ///
  /// @return how many events have not arrived
  synchronized long abandon() {
    abandoned = true;
    return events;
  }
}
