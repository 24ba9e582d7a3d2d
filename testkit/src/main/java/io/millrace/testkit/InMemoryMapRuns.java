package io.millrace.testkit;

import io.millrace.engine.execution.ChildOf;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.execution.Redrivability;
import io.millrace.engine.map.MapRunRow;
import io.millrace.engine.map.MapRunSettings;
import io.millrace.engine.map.MapRunStore;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Map Runs beside an [InMemoryJournal], which knows the children and who may write. Safe for
/// concurrent use.
final class InMemoryMapRuns implements MapRunStore {
  private final Function<UUID, List<Child>> childrenOf;
  private final Map<UUID, MapRunRow> rows;
  private final Runnable ownership;

  /// @param childrenOf a Map Run's, in any order
  /// @param rows shared with other handles, and locked while they are used
  /// @param ownership throws FencedException when the owner of this handle must write no more
  InMemoryMapRuns(
      Function<UUID, List<Child>> childrenOf, Map<UUID, MapRunRow> rows, Runnable ownership) {
    this.childrenOf = childrenOf;
    this.rows = rows;
    this.ownership = ownership;
  }

  @Override
  public MapRunRow open(MapRunRow row) {
    ownership.run();
    synchronized (rows) {
      return rows.computeIfAbsent(row.id(), _ -> row);
    }
  }

  @Override
  public Optional<MapRunRow> find(UUID id) {
    synchronized (rows) {
      return Optional.ofNullable(rows.get(id));
    }
  }

  @Override
  public List<MapRunRow> ofExecution(UUID parent, @Nullable UUID after, int limit) {
    Comparator<MapRunRow> latestFirst =
        Comparator.comparingLong(MapRunRow::startMillis)
            .thenComparing(MapRunRow::id, Uuids::compare)
            .reversed();
    MapRunRow last = after == null ? null : find(after).orElse(null);
    return all().stream()
        .filter(row -> row.parent().equals(parent))
        .filter(row -> last == null || latestFirst.compare(row, last) > 0)
        .sorted(latestFirst)
        .limit(limit)
        .toList();
  }

  @Override
  public List<UUID> running(UUID after, int limit) {
    return all().stream()
        .filter(row -> row.status() == MapRunRow.Status.RUNNING)
        .map(MapRunRow::id)
        .filter(id -> Uuids.compare(id, after) > 0)
        .sorted(Uuids::compare)
        .limit(limit)
        .toList();
  }

  @Override
  public void change(UUID id, MapRunSettings settings) {
    update(id, row -> with(row, settings, row.itemsTotal(), row.resultsWritten(), row.failure()));
  }

  @Override
  public void counted(UUID id, long itemsTotal) {
    update(id, row -> with(row, row.settings(), itemsTotal, row.resultsWritten(), row.failure()));
  }

  @Override
  public void fail(UUID id, MapRunRow.Failure failure) {
    update(
        id,
        row ->
            row.failure() == null
                ? with(row, row.settings(), row.itemsTotal(), row.resultsWritten(), failure)
                : row);
  }

  @Override
  public void redrive(UUID id, MapRunRow.Redrive redrive) {
    update(
        id,
        row ->
            row.redrive() == null || row.redrive().count() < redrive.count()
                ? redriven(row, redrive)
                : row);
  }

  @Override
  public void end(UUID id, MapRunRow.Status status, long atMillis, boolean resultsWritten) {
    update(
        id,
        row ->
            row.status() == MapRunRow.Status.RUNNING
                ? with(row, row.settings(), row.itemsTotal(), resultsWritten, row.failure())
                    .ended(status, atMillis)
                : row);
  }

  private List<MapRunRow> all() {
    synchronized (rows) {
      return List.copyOf(rows.values());
    }
  }

  private void update(UUID id, UnaryOperator<MapRunRow> how) {
    ownership.run();
    synchronized (rows) {
      rows.computeIfPresent(id, (_, row) -> how.apply(row));
    }
  }

  private static MapRunRow with(
      MapRunRow row,
      MapRunSettings settings,
      @Nullable Long total,
      boolean written,
      MapRunRow.@Nullable Failure failure) {
    return new MapRunRow(
        row.id(),
        row.arn(),
        row.parent(),
        row.parentArn(),
        row.stateMachineArn(),
        row.mapState(),
        row.startedEventId(),
        row.startMillis(),
        row.stopMillis(),
        row.status(),
        settings,
        total,
        written,
        failure,
        row.redrive());
  }

  private static MapRunRow redriven(MapRunRow row, MapRunRow.Redrive redrive) {
    return new MapRunRow(
        row.id(),
        row.arn(),
        row.parent(),
        row.parentArn(),
        row.stateMachineArn(),
        row.mapState(),
        row.startedEventId(),
        row.startMillis(),
        null,
        MapRunRow.Status.RUNNING,
        row.settings(),
        row.itemsTotal(),
        false,
        null,
        redrive);
  }

  @Override
  public Progress progress(UUID id, Redrivability.Bounds bounds) {
    Map<ExecutionStatus, Count> counts = new EnumMap<>(ExecutionStatus.class);
    Count notRedrivable = Count.NONE;
    List<Child> all = sorted(id).toList();
    for (Child child : all) {
      ChildSummary summary = child.summary();
      Count one = new Count(1, childOf(child).itemCount());
      counts.merge(waiting(id, summary, bounds).status(), one, Count::plus);
      if (summary.isUnsuccessful() && !summary.isWithin(bounds)) {
        notRedrivable = notRedrivable.plus(one);
      }
    }
    if (all.isEmpty()) {
      return new Progress(counts, notRedrivable, 0, null);
    }
    ChildOf last = childOf(all.getLast());
    return new Progress(counts, notRedrivable, last.index() + 1, last.mark());
  }

  @Override
  public List<Child> children(UUID id, @Nullable ExecutionStatus status, int fromIndex, int limit) {
    return sorted(id)
        .filter(child -> childOf(child).index() >= fromIndex)
        .filter(child -> status == null || child.summary().status() == status)
        .limit(limit)
        .toList();
  }

  @Override
  public List<ChildSummary> list(
      UUID id,
      @Nullable ExecutionStatus status,
      @Nullable Boolean redriven,
      Redrivability.Bounds bounds,
      int beforeIndex,
      int limit) {
    return sorted(id).toList().reversed().stream()
        .filter(child -> childOf(child).index() < beforeIndex)
        .map(child -> waiting(id, child.summary(), bounds))
        .filter(child -> status == null || child.status() == status)
        .filter(child -> redriven == null || redriven == child.redrives().count() > 0)
        .limit(limit)
        .toList();
  }

  /// The child, PENDING_REDRIVE where it waits to be redriven.
  private ChildSummary waiting(UUID id, ChildSummary child, Redrivability.Bounds bounds) {
    return find(id).filter(row -> row.isPending(child, bounds)).isPresent()
        ? new ChildSummary(
            child.header(),
            ExecutionStatus.PENDING_REDRIVE,
            child.stopMillis(),
            child.lastEventId(),
            child.redrives())
        : child;
  }

  private Stream<Child> sorted(UUID id) {
    return childrenOf.apply(id).stream()
        .sorted(Comparator.comparingInt(child -> childOf(child).index()));
  }

  private static ChildOf childOf(Child child) {
    return Objects.requireNonNull(child.summary().header().child());
  }
}
