package io.millrace.runtime.shard;

import io.millrace.engine.execution.Execution;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An execution in memory. Confined to its shard's thread, but for what says otherwise.
final class Slot {
  final UUID id;

  /// Null while it is being read.
  @Nullable Execution execution;

  /// Orders that came while it was being read.
  List<Mail.Order> waiting = List.of();

  /// The commit that its latest decision went into, durable or not.
  @Nullable PendingCommit latest;

  /// Commits that are not durable yet.
  int uncommitted;

  /// Whether orders that waited for it are still to be carried out: it must not leave memory.
  boolean pinned;

  /// What every order is answered once memory and journal have parted: a command could not be
  /// decided, or a commit could not be stored. The slot stays until all its commits have come back,
  /// so that nobody reads a history that one of them is about to continue.
  @Nullable Reply parted;

  /// How the first commit that could not be stored went; later ones go the same way. The
  /// committer's alone.
  @Nullable PendingCommit unstored;

  /// When the shard's timer looks at it; [Long#MAX_VALUE] for never.
  long timerMillis = Long.MAX_VALUE;

  Slot(UUID id, @Nullable Execution execution) {
    this.id = id;
    this.execution = execution;
  }

  void await(Mail.Order order) {
    if (waiting.isEmpty()) {
      waiting = new ArrayList<>(2);
    }
    waiting.add(order);
  }
}
