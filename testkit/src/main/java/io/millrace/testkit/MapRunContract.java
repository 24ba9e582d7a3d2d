package io.millrace.testkit;

import static io.millrace.testkit.Histories.header;
import static io.millrace.testkit.Histories.passEvents;
import static io.millrace.testkit.Histories.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.execution.ChildOf;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.execution.Redrivability;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.journal.ExecutionWrite;
import io.millrace.engine.map.MapRunIds;
import io.millrace.engine.map.MapRunRow;
import io.millrace.engine.map.MapRunSettings;
import io.millrace.engine.map.MapRunStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What every journal must do about Map Runs and their children.
public abstract class MapRunContract extends StatusChangeContract {
  private static final UUID LOWEST = new UUID(0, 0);

  private static MapRunRow row(String machine) {
    ExecutionHeader parent = header(machine, "parent" + UUID.randomUUID());
    UUID id = MapRunIds.mapRun(parent.id(), 4);
    return new MapRunRow(
        id,
        MapRunIds.arn(parent, "L", id),
        parent.id(),
        parent.arn(),
        parent.stateMachineArn(),
        "M",
        4,
        parent.startMillis(),
        null,
        MapRunRow.Status.RUNNING,
        new MapRunSettings(3, null, 12.5),
        null,
        false,
        null,
        null);
  }

  private static ExecutionHeader child(MapRunRow run, int index, int items) {
    ExecutionHeader like = header("machine/L", UUID.randomUUID().toString());
    return new ExecutionHeader(
        MapRunIds.childId(run.id(), run.startMillis(), index),
        like.arn(),
        like.name(),
        like.stateMachineArn(),
        like.stateMachineName(),
        like.machineRevision(),
        like.roleArn(),
        like.region(),
        like.startMillis(),
        like.seed(),
        new ChildOf(run.id(), "M", index, items, "mark " + index));
  }

  private static ExecutionWrite ended(ExecutionHeader child, ExecutionStatus status) {
    return new ExecutionWrite(child, true, passEvents(1, 4), status, 9L, null, false);
  }

  @Test
  void aMapRunIsKeptOnceAndEndsOnce() {
    MapRunStore store = journal().mapRuns();
    MapRunRow row = row("machine");

    assertThat(store.open(row)).isEqualTo(row);
    store.change(row.id(), new MapRunSettings(5, 7L, null));
    store.counted(row.id(), 70);
    assertThat(store.open(row).settings()).isEqualTo(new MapRunSettings(5, 7L, null));
    assertThat(store.running(LOWEST, 1_000)).contains(row.id());

    store.fail(row.id(), new MapRunRow.Failure("E", "a cause with \u0000 in it"));
    store.fail(row.id(), new MapRunRow.Failure("F", "later"));
    assertThat(String.valueOf(store.open(row).failure())).contains("E", "a cause with");

    store.end(row.id(), MapRunRow.Status.FAILED, 99, true);
    store.end(row.id(), MapRunRow.Status.ABORTED, 100, false);
    MapRunRow ended = store.find(row.id()).orElseThrow();
    assertThat(ended.status()).isEqualTo(MapRunRow.Status.FAILED);
    assertThat(ended.stopMillis()).isEqualTo(99);
    assertThat(ended.itemsTotal()).isEqualTo(70);
    assertThat(ended.resultsWritten()).isTrue();
    assertThat(store.running(LOWEST, 1_000)).doesNotContain(row.id());
  }

  @Test
  void aChildComesBackWithItsPlaceInTheMapRun() {
    MapRunRow row = row("machine");
    journal().mapRuns().open(row);
    ExecutionHeader child = child(row, 0, 3);
    ExecutionHeader other = header("machine", "other");

    journal()
        .commit(
            List.of(write(child, true, passEvents(1, 2)), write(other, true, passEvents(1, 2))));

    assertThat(journal().load(child.id()).orElseThrow().header()).isEqualTo(child);
    assertThat(journal().load(other.id()).orElseThrow().header()).isEqualTo(other);
  }

  @Test
  void childrenAreCountedAndReadInOrder() {
    MapRunStore store = journal().mapRuns();
    MapRunRow row = store.open(row("machine"));
    List<ExecutionWrite> batch = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      batch.add(
          i == 2
              ? write(child(row, i, 2), true, passEvents(1, 3))
              : ended(
                  child(row, i, 2), i == 3 ? ExecutionStatus.FAILED : ExecutionStatus.SUCCEEDED));
    }
    journal().commit(batch);
    journal().commit(List.of(write(batch.get(2).header(), false, passEvents(4, 6))));

    MapRunStore.Progress progress = store.progress(row.id());
    assertThat(progress.started()).isEqualTo(new MapRunStore.Count(5, 10));
    assertThat(progress.of(ExecutionStatus.SUCCEEDED)).isEqualTo(new MapRunStore.Count(3, 6));
    assertThat(progress.of(ExecutionStatus.RUNNING)).isEqualTo(new MapRunStore.Count(1, 2));
    assertThat(progress.lastMark()).isEqualTo("mark 4");
    List<MapRunStore.Child> children = store.children(row.id(), null, 1, 3);
    assertThat(children)
        .extracting(one -> one.summary().header())
        .containsExactly(batch.get(1).header(), batch.get(2).header(), batch.get(3).header());
    assertThat(children.get(1).first()).isEqualTo(passEvents(1, 1).getFirst());
    assertThat(children.get(1).last()).isEqualTo(passEvents(6, 6).getFirst());
    assertThat(store.children(row.id(), ExecutionStatus.FAILED, 0, 9)).hasSize(1);
    assertThat(store.list(row.id(), null, 4, 2))
        .extracting(MapRunStore.ChildSummary::header)
        .containsExactly(batch.get(3).header(), batch.get(2).header());
    assertThat(store.list(row.id(), ExecutionStatus.RUNNING, Integer.MAX_VALUE, 9)).hasSize(1);
  }

  @Test
  void aMissingChildIsSeenByTheIndexOfTheLast() {
    MapRunStore store = journal().mapRuns();
    MapRunRow row = store.open(row("machine"));
    assertThat(store.progress(row.id()).nextIndex()).isZero();

    journal()
        .commit(
            List.of(
                ended(child(row, 0, 1), ExecutionStatus.SUCCEEDED),
                ended(child(row, 2, 1), ExecutionStatus.SUCCEEDED)));

    assertThat(store.progress(row.id()).nextIndex()).isEqualTo(3);
    assertThat(store.progress(row.id()).started().children()).isEqualTo(2);
  }

  @Test
  void aRedrivenMapRunRunsAgainAndItsUnsuccessfulChildrenWaitForTheirTurn() {
    MapRunStore store = journal().mapRuns();
    MapRunRow row = store.open(row("machine"));
    ExecutionHeader failed = child(row, 1, 2);
    journal()
        .commit(
            List.of(
                ended(child(row, 0, 1), ExecutionStatus.SUCCEEDED),
                ended(failed, ExecutionStatus.FAILED),
                ended(child(row, 2, 4), ExecutionStatus.ABORTED)));
    store.fail(row.id(), new MapRunRow.Failure("E", "why"));
    store.end(row.id(), MapRunRow.Status.FAILED, 99, true);

    MapRunRow.Redrive first = new MapRunRow.Redrive(1, 500, 3);
    store.redrive(row.id(), first);
    store.redrive(row.id(), new MapRunRow.Redrive(1, 600, 2)); // it is noted already
    journal().commit(List.of(ended(child(row, 3, 8), ExecutionStatus.FAILED))); // a new one

    MapRunRow now = store.find(row.id()).orElseThrow();
    assertThat(now.status()).isEqualTo(MapRunRow.Status.RUNNING);
    assertThat(now.stopMillis()).isNull();
    assertThat(now.failure()).isNull();
    assertThat(now.resultsWritten()).isFalse();
    assertThat(now.redrive()).isEqualTo(first);
    assertThat(store.progress(row.id()).byStatus())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                ExecutionStatus.SUCCEEDED, new MapRunStore.Count(1, 1),
                ExecutionStatus.PENDING_REDRIVE, new MapRunStore.Count(2, 6),
                ExecutionStatus.FAILED, new MapRunStore.Count(1, 8)));

    journal().commit(List.of(redriven(failed)));

    assertThat(indexes(store.list(row.id(), ExecutionStatus.PENDING_REDRIVE, 99, 9)))
        .containsExactly(2);
    assertThat(indexes(store.list(row.id(), ExecutionStatus.RUNNING, 99, 9))).containsExactly(1);
    assertThat(indexes(store.list(row.id(), ExecutionStatus.FAILED, 99, 9))).containsExactly(3);
    assertThat(indexes(store.list(row.id(), null, true, Redrivability.Bounds.NONE, 99, 9)))
        .containsExactly(1);
    assertThat(indexes(store.list(row.id(), null, false, Redrivability.Bounds.NONE, 99, 9)))
        .containsExactly(3, 2, 0);

    store.end(row.id(), MapRunRow.Status.FAILED, 99, false);

    assertThat(store.progress(row.id()).of(ExecutionStatus.PENDING_REDRIVE).children()).isZero();
    assertThat(indexes(store.list(row.id(), ExecutionStatus.ABORTED, 99, 9))).containsExactly(2);
  }

  @Test
  void childrenThatCannotBeRedrivenDoNotWaitForIt() {
    MapRunStore store = journal().mapRuns();
    MapRunRow row = store.open(row("machine"));
    journal()
        .commit(
            List.of(
                ended(child(row, 0, 1), 4, ExecutionStatus.FAILED, 9), // its history is too long
                ended(child(row, 1, 2), 3, ExecutionStatus.ABORTED, 9),
                ended(child(row, 2, 4), 3, ExecutionStatus.TIMED_OUT, 8), // too long ago
                ended(child(row, 3, 8), 4, ExecutionStatus.SUCCEEDED, 8)));
    store.end(row.id(), MapRunRow.Status.FAILED, 99, true);
    var bounds = new Redrivability.Bounds(4, 0, 9);

    assertThat(store.progress(row.id(), bounds).notRedrivable())
        .isEqualTo(new MapRunStore.Count(2, 5));
    assertThat(store.progress(row.id()).notRedrivable()).isEqualTo(MapRunStore.Count.NONE);
    var startedLater = new Redrivability.Bounds(99, Long.MAX_VALUE, 0);
    assertThat(store.progress(row.id(), startedLater).notRedrivable().children()).isEqualTo(3);

    store.redrive(row.id(), new MapRunRow.Redrive(1, 500, 4));

    MapRunStore.Progress progress = store.progress(row.id(), bounds);
    assertThat(progress.byStatus())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                ExecutionStatus.SUCCEEDED, new MapRunStore.Count(1, 8),
                ExecutionStatus.PENDING_REDRIVE, new MapRunStore.Count(1, 2),
                ExecutionStatus.FAILED, new MapRunStore.Count(1, 1),
                ExecutionStatus.TIMED_OUT, new MapRunStore.Count(1, 4)));
    assertThat(progress.notRedrivable()).isEqualTo(new MapRunStore.Count(2, 5));
    assertThat(indexes(store.list(row.id(), ExecutionStatus.PENDING_REDRIVE, null, bounds, 99, 9)))
        .containsExactly(1);
    assertThat(indexes(store.list(row.id(), ExecutionStatus.FAILED, null, bounds, 99, 9)))
        .containsExactly(0);
    assertThat(store.list(row.id(), null, null, bounds, 99, 9))
        .extracting(MapRunStore.ChildSummary::status)
        .containsExactly(
            ExecutionStatus.SUCCEEDED,
            ExecutionStatus.TIMED_OUT,
            ExecutionStatus.PENDING_REDRIVE,
            ExecutionStatus.FAILED);
  }

  private static ExecutionWrite ended(
      ExecutionHeader child, int events, ExecutionStatus status, long stopMillis) {
    return new ExecutionWrite(child, true, passEvents(1, events), status, stopMillis, null, false);
  }

  private static ExecutionWrite redriven(ExecutionHeader child) {
    return new ExecutionWrite(
        child,
        false,
        List.of(
            new HistoryEvent(
                5,
                4,
                700,
                EventType.ExecutionRedriven,
                new EventDetails.ExecutionRedriven(1, null, 1, false))),
        ExecutionStatus.RUNNING,
        null,
        null,
        true);
  }

  private static List<Integer> indexes(List<MapRunStore.ChildSummary> children) {
    return children.stream().map(c -> c.header().child()).map(ChildOf::index).toList();
  }

  @Test
  void mapRunsOfAnExecutionAreListedLatestFirst() {
    MapRunStore store = journal().mapRuns();
    MapRunRow first = row("machine");
    List<UUID> latestFirst = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      MapRunRow next =
          new MapRunRow(
              MapRunIds.mapRun(first.parent(), 10 + i),
              first.arn() + i,
              first.parent(),
              first.parentArn(),
              first.stateMachineArn(),
              "M",
              10 + i,
              first.startMillis() + i,
              null,
              MapRunRow.Status.RUNNING,
              first.settings(),
              5L,
              false,
              null,
              null);
      store.open(next);
      latestFirst.addFirst(next.id());
    }

    assertThat(store.ofExecution(first.parent(), null, 9))
        .extracting(MapRunRow::id)
        .isEqualTo(latestFirst);
    assertThat(store.ofExecution(first.parent(), latestFirst.get(0), 1))
        .extracting(MapRunRow::id)
        .containsExactly(latestFirst.get(1));
  }
}
