package io.millrace.testkit;

import io.millrace.engine.execution.ChildOf;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.map.MapRunRow;
import io.millrace.engine.map.MapRunSettings;
import io.millrace.engine.map.MapRunStore;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Map Runs beside an [InMemoryJournal], which knows the children. Safe for concurrent use.
final class InMemoryMapRuns implements MapRunStore {
  private final Function<UUID, List<Child>> childrenOf;
  private final Map<UUID, MapRunRow> rows = new HashMap<>();

  /// @param childrenOf a Map Run's, in any order
  InMemoryMapRuns(Function<UUID, List<Child>> childrenOf) {
    this.childrenOf = childrenOf;
  }

  @Override
  public synchronized MapRunRow open(MapRunRow row) {
    return rows.computeIfAbsent(row.id(), _ -> row);
  }

  @Override
  public synchronized Optional<MapRunRow> find(UUID id) {
    return Optional.ofNullable(rows.get(id));
  }

  @Override
  public synchronized List<MapRunRow> ofExecution(UUID parent, @Nullable UUID after, int limit) {
    Comparator<MapRunRow> latestFirst =
        Comparator.comparingLong(MapRunRow::startMillis)
            .thenComparing(MapRunRow::id, Uuids::compare)
            .reversed();
    MapRunRow last = after == null ? null : rows.get(after);
    return rows.values().stream()
        .filter(row -> row.parent().equals(parent))
        .filter(row -> last == null || latestFirst.compare(row, last) > 0)
        .sorted(latestFirst)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<UUID> running(UUID after, int limit) {
    return rows.values().stream()
        .filter(row -> row.status() == MapRunRow.Status.RUNNING)
        .map(MapRunRow::id)
        .filter(id -> Uuids.compare(id, after) > 0)
        .sorted(Uuids::compare)
        .limit(limit)
        .toList();
  }

  @Override
  public void change(UUID id, MapRunSettings settings) {
    update(id, row -> with(row, settings, row.itemsTotal(), row.resultsWritten()));
  }

  @Override
  public void counted(UUID id, long itemsTotal) {
    update(id, row -> with(row, row.settings(), itemsTotal, row.resultsWritten()));
  }

  @Override
  public void end(UUID id, MapRunRow.Status status, long atMillis, boolean resultsWritten) {
    update(
        id,
        row ->
            row.status() == MapRunRow.Status.RUNNING
                ? with(row, row.settings(), row.itemsTotal(), resultsWritten)
                    .ended(status, atMillis)
                : row);
  }

  private synchronized void update(UUID id, UnaryOperator<MapRunRow> how) {
    rows.computeIfPresent(id, (_, row) -> how.apply(row));
  }

  private static MapRunRow with(
      MapRunRow row, MapRunSettings settings, @Nullable Long total, boolean written) {
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
        written);
  }

  @Override
  public Progress progress(UUID id) {
    Map<ExecutionStatus, Count> counts = new EnumMap<>(ExecutionStatus.class);
    List<Child> all = sorted(id).toList();
    for (Child child : all) {
      counts.merge(child.summary().status(), new Count(1, childOf(child).itemCount()), Count::plus);
    }
    return new Progress(counts, all.isEmpty() ? null : childOf(all.getLast()).mark());
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
      UUID id, @Nullable ExecutionStatus status, int beforeIndex, int limit) {
    return sorted(id).toList().reversed().stream()
        .filter(child -> childOf(child).index() < beforeIndex)
        .map(Child::summary)
        .filter(child -> status == null || child.status() == status)
        .limit(limit)
        .toList();
  }

  private Stream<Child> sorted(UUID id) {
    return childrenOf.apply(id).stream()
        .sorted(Comparator.comparingInt(child -> childOf(child).index()));
  }

  private static ChildOf childOf(Child child) {
    return Objects.requireNonNull(child.summary().header().child());
  }
}
