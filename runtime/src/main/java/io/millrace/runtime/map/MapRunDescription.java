package io.millrace.runtime.map;

import io.millrace.engine.map.MapRunRow;
import io.millrace.engine.map.MapRunStore;

/// A Map Run as DescribeMapRun shows it.
///
/// @param progress from its children's rows
public record MapRunDescription(MapRunRow row, MapRunStore.Progress progress) {
  /// Items that are known and that no child has been started for: those of an object are known once
  /// it has been read to its end.
  public long pendingItems() {
    Long total = row.itemsTotal();
    return total == null ? 0 : Math.max(0, total - progress.started().items());
  }

  /// Children yet to be started, as far as that is known: with an ItemBatcher, as if the batches to
  /// come were like those that there are.
  public long pendingChildren() {
    MapRunStore.Count started = progress.started();
    long pending = pendingItems();
    return started.items() == 0
        ? pending
        : (long) Math.ceil((double) pending * started.children() / started.items());
  }
}
