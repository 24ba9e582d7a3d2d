package io.millrace.engine.map;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.execution.Redrivability;
import io.millrace.engine.execution.Redrives;
import io.millrace.engine.history.HistoryEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Map Runs and their children in a store. All methods block, are durable when they return, may be
/// repeated, and are safe for concurrent use; each throws
/// [io.millrace.engine.journal.JournalUnavailableException] when the store cannot be reached, and
/// those that write [io.millrace.engine.journal.FencedException] when another process has taken
/// over; nothing is written then.
public interface MapRunStore {
  /// Keeps the Map Run, unless it is there already.
  ///
  /// @return as it is stored now
  MapRunRow open(MapRunRow row);

  Optional<MapRunRow> find(UUID id);

  /// Map Runs of an execution, latest start first (ties by id), at most `limit`, following the one
  /// with the id `after` when given.
  List<MapRunRow> ofExecution(UUID parent, @Nullable UUID after, int limit);

  /// Ids of Map Runs whose row says that they run, in order, greater than `after`, at most `limit`.
  List<UUID> running(UUID after, int limit);

  void change(UUID id, MapRunSettings settings);

  /// All items have been read.
  void counted(UUID id, long itemsTotal);

  /// Notes why it fails, before its children are stopped: what they end with is no reason; the
  /// first one counts.
  void fail(UUID id, MapRunRow.Failure failure);

  /// Notes that it runs again, without end and failure; unless this redrive is noted already.
  void redrive(UUID id, MapRunRow.Redrive redrive);

  /// Notes the end; the first one counts.
  void end(UUID id, MapRunRow.Status status, long atMillis, boolean resultsWritten);

  /// How far it is, from its children's rows. An unsuccessful child of a redriven Map Run that runs
  /// is PENDING_REDRIVE until its turn has come, unless it cannot be redriven.
  ///
  /// @param bounds of what can be redriven
  Progress progress(UUID id, Redrivability.Bounds bounds);

  /// Likewise, as if every unsuccessful child could be redriven: for those who only want to know
  /// what has been started.
  default Progress progress(UUID id) {
    return progress(id, Redrivability.Bounds.NONE);
  }

  /// Its children with an index of `fromIndex` or more, in order, at most `limit`, with the status
  /// of their rows.
  ///
  /// @param status only those, or null for all
  List<Child> children(UUID id, @Nullable ExecutionStatus status, int fromIndex, int limit);

  /// Its children for a list: the last one first, those with an index below `beforeIndex`, at most
  /// `limit`. As in [#progress], those that wait to be redriven are PENDING_REDRIVE.
  ///
  /// @param redriven only those that have been redriven, or have not; null for all
  /// @param bounds of what can be redriven
  List<ChildSummary> list(
      UUID id,
      @Nullable ExecutionStatus status,
      @Nullable Boolean redriven,
      Redrivability.Bounds bounds,
      int beforeIndex,
      int limit);

  /// Likewise, redriven or not, and as if every unsuccessful child could be.
  default List<ChildSummary> list(
      UUID id, @Nullable ExecutionStatus status, int beforeIndex, int limit) {
    return list(id, status, null, Redrivability.Bounds.NONE, beforeIndex, limit);
  }

  /// A child's row.
  ///
  /// @param header with its [io.millrace.engine.execution.ChildOf]
  record ChildSummary(
      ExecutionHeader header,
      ExecutionStatus status,
      @Nullable Long stopMillis,
      long lastEventId,
      Redrives redrives) {
    /// Whether it has ended without success.
    public boolean isUnsuccessful() {
      return status.isTerminal() && status != ExecutionStatus.SUCCEEDED;
    }

    /// Whether it keeps within these.
    public boolean isWithin(Redrivability.Bounds bounds) {
      return bounds.include(header.startMillis(), stopMillis, lastEventId);
    }
  }

  /// A child with the ends of its history.
  record Child(ChildSummary summary, HistoryEvent first, HistoryEvent last) {}

  /// Counts of children and of their items.
  ///
  /// @param notRedrivable unsuccessful children that cannot be redriven any more
  /// @param nextIndex one more than the greatest index of a child; where no child's row is missing,
  ///   as many as there are children
  /// @param lastMark the mark of the child that was started last, or null before the first
  record Progress(
      Map<ExecutionStatus, Count> byStatus,
      Count notRedrivable,
      int nextIndex,
      @Nullable String lastMark) {
    public Progress {
      byStatus = Map.copyOf(byStatus);
    }

    public Count of(ExecutionStatus status) {
      return byStatus.getOrDefault(status, Count.NONE);
    }

    /// Children that have been started, with their items.
    public Count started() {
      return byStatus.values().stream().reduce(Count.NONE, Count::plus);
    }
  }

  /// So many children with so many items.
  record Count(long children, long items) {
    public static final Count NONE = new Count(0, 0);

    public Count plus(Count other) {
      return new Count(children + other.children, items + other.items);
    }
  }
}
