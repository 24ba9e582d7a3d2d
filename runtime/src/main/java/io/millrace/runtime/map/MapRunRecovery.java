package io.millrace.runtime.map;

import io.millrace.engine.execution.ChildOf;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.execution.Redrivability;
import io.millrace.engine.map.MapRunPlan;
import io.millrace.engine.map.MapRunRow;
import io.millrace.engine.map.MapRunSettings;
import io.millrace.engine.map.MapRunStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where a Map Run stands, by its row and its children's: a Map Run that begins, that a crash has
/// interrupted, or that is redriven.
///
/// Which children there are and how they ended stand in their rows, and they become durable in the
/// order in which they were started. So a Map Run goes on after the last child.
///
/// @param failure why it fails, where that was known before a crash
/// @param open items by the index of each child that runs
/// @param pending children that wait to be redriven, by index
/// @param mark of the child that was started last, or null before the first
record MapRunRecovery(
    MapRunSettings settings,
    MapRunRow.@Nullable Failure failure,
    Map<Integer, Integer> open,
    Deque<Waiting> pending,
    int nextIndex,
    long itemsStarted,
    long itemsFailed,
    boolean allStarted,
    @Nullable String mark) {
  private static final int PAGE = 1_000;

  /// A child that waits to be redriven.
  record Waiting(int index, int itemCount) {}

  /// Keeps the Map Run's row, where there is none yet, notes that it was redriven, where it was,
  /// and looks.
  static MapRunRecovery of(MapRunPlan plan, MapRuns.Parts parts, Retrying retrying)
      throws InterruptedException {
    MapRunStore store = parts.store();
    MapRunRow row = opened(plan, store, retrying);
    Redrivability.Bounds bounds = parts.redrivable();
    MapRunStore.Progress progress = retrying.answered(() -> store.progress(plan.id(), bounds));
    Map<Integer, Integer> open = new HashMap<>();
    eachOf(
        ExecutionStatus.RUNNING,
        bounds,
        plan,
        store,
        retrying,
        child -> open.put(child.index(), child.itemCount()));
    Deque<Waiting> pending = new ArrayDeque<>();
    if (row.redrive() != null) {
      eachOf(
          ExecutionStatus.PENDING_REDRIVE,
          bounds,
          plan,
          store,
          retrying,
          child -> pending.addFirst(new Waiting(child.index(), child.itemCount())));
    }
    long itemsStarted = progress.started().items();
    return new MapRunRecovery(
        row.settings(),
        failure(row, progress),
        open,
        pending,
        progress.nextIndex(),
        itemsStarted,
        failedItems(progress),
        row.itemsTotal() != null && itemsStarted >= row.itemsTotal(),
        progress.lastMark());
  }

  private static MapRunRow opened(MapRunPlan plan, MapRunStore store, Retrying retrying)
      throws InterruptedException {
    MapRunRow fresh =
        new MapRunRow(
            plan.id(),
            plan.arn(),
            plan.parent().id(),
            plan.parent().arn(),
            plan.parent().stateMachineArn(),
            plan.mapState(),
            plan.startedEventId(),
            plan.startedMillis(),
            null,
            MapRunRow.Status.RUNNING,
            plan.settings(),
            plan.items() == null ? null : Long.valueOf(plan.items().size()),
            false,
            null,
            null);
    MapRunRow row = retrying.answered(() -> store.open(fresh));
    int count = plan.mapRun().redriveCount();
    if (count == 0 || (row.redrive() != null && row.redrive().count() >= count)) {
      return row;
    }
    return retrying.answered(
        () -> {
          int children = store.progress(plan.id()).nextIndex();
          store.redrive(
              plan.id(), new MapRunRow.Redrive(count, plan.mapRun().openedMillis(), children));
          return store.find(plan.id()).orElseThrow();
        });
  }

  /// All children are there that have been started, or the Map Run cannot go on.
  private static MapRunRow.@Nullable Failure failure(MapRunRow row, MapRunStore.Progress progress) {
    if (row.failure() != null || progress.nextIndex() == progress.started().children()) {
      return row.failure();
    }
    return new MapRunRow.Failure(
        "States.Runtime",
        "The Map Run has %d child executions, but the last one has the index %d: some are lost."
            .formatted(progress.started().children(), progress.nextIndex() - 1));
  }

  /// Items of children that ended without success, and do not wait to be redriven.
  static long failedItems(MapRunStore.Progress progress) {
    return progress.of(ExecutionStatus.FAILED).items()
        + progress.of(ExecutionStatus.TIMED_OUT).items()
        + progress.of(ExecutionStatus.ABORTED).items();
  }

  /// Visits the children of this status, the last one first.
  private static void eachOf(
      ExecutionStatus status,
      Redrivability.Bounds bounds,
      MapRunPlan plan,
      MapRunStore store,
      Retrying retrying,
      Consumer<ChildOf> visitor)
      throws InterruptedException {
    int before = Integer.MAX_VALUE;
    while (true) {
      int from = before;
      List<MapRunStore.ChildSummary> page =
          retrying.answered(() -> store.list(plan.id(), status, null, bounds, from, PAGE));
      if (page.isEmpty()) {
        return;
      }
      for (MapRunStore.ChildSummary child : page) {
        ChildOf which = Objects.requireNonNull(child.header().child());
        visitor.accept(which);
        before = which.index();
      }
    }
  }
}
