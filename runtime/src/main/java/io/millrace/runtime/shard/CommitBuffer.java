package io.millrace.runtime.shard;

import io.millrace.engine.history.HistoryEvent;
import java.util.ArrayList;
import java.util.List;

/// Where one shard's decisions gather while the committer is busy. The lock is held for moments
/// only, by the shard to add and by the committer to take.
final class CommitBuffer {
  private List<PendingCommit> gathering = new ArrayList<>();
  private volatile int size;

  /// Adds a decision: to the execution's commit that still gathers, or as a new one.
  PendingCommit add(Slot slot, boolean isNew, List<HistoryEvent> events) {
    synchronized (this) {
      PendingCommit latest = slot.latest;
      if (latest != null && !latest.sealed) {
        latest.add(events);
        return latest;
      }
      PendingCommit fresh = new PendingCommit(slot, isNew, events);
      gathering.add(fresh);
      size = gathering.size();
      fresh.before = slot.uncommitted > 0 ? latest : null;
      slot.latest = fresh;
      slot.uncommitted++;
      return fresh;
    }
  }

  /// Commits that gather, roughly.
  int size() {
    return size;
  }

  /// Takes and seals what has gathered, from the oldest on, up to so many and about so many bytes;
  /// at least one.
  List<PendingCommit> take(int most, long weightMost) {
    synchronized (this) {
      int count = 0;
      long weight = 0;
      for (PendingCommit pending : gathering) {
        weight += pending.weight();
        if (count > 0 && (count >= most || weight > weightMost)) {
          break;
        }
        pending.sealed = true;
        count++;
      }
      List<PendingCommit> taken = gathering;
      if (count == gathering.size()) {
        gathering = new ArrayList<>();
      } else {
        taken = new ArrayList<>(gathering.subList(0, count));
        gathering = new ArrayList<>(gathering.subList(count, gathering.size()));
      }
      size = gathering.size();
      return taken;
    }
  }
}
