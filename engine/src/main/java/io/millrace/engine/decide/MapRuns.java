package io.millrace.engine.decide;

import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.model.State;
import io.millrace.engine.execution.Frame;
import io.millrace.engine.execution.MapRunOfFrame;
import io.millrace.engine.execution.Retries;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.map.MapRunIds;
import io.millrace.engine.map.MapRunPlan;
import java.util.List;
import java.util.Objects;

/// Distributed Map states: asking for a Map Run, and what its end means. The Map Run's children are
/// executions of their own; the history of this one has AWS's own few events about it.
final class MapRuns {
  /// Developer guide, "Redriving Map Runs".
  private static final int REDRIVES_MOST = 1_000;

  private MapRuns() {}

  /// Recorded: scenarios/test_map_state_tolerated_failure_count_path[-1]: the tolerated failures
  /// are looked at between `MapStateStarted` and `MapRunStarted`.
  static void begin(Run run, Frame frame, State.Map map) {
    List<MapRunPlan.Item> items = MapRunPlans.items(run.x, frame, map);
    int concurrencyMax = MapRunPlans.concurrencyMax(run.x, frame, map);
    run.emit(
        frame,
        EventType.MapStateStarted,
        new EventDetails.MapStarted(items == null ? 0 : items.size()));
    MapRunOfFrame mapRun = MapRunOfFrame.begun(run.x.lastEventId() + 1, run.nowMillis);
    MapRunPlan plan = MapRunPlans.plan(run.x, frame, map, items, concurrencyMax, mapRun);
    run.emit(frame, EventType.MapRunStarted, new EventDetails.MapRunStarted(plan.arn()));
    run.effect(new Effect.StartMapRun(plan));
  }

  /// Asks for the Map Run once more, after a restart.
  static void revive(Run run, Frame frame) {
    run.effect(new Effect.StartMapRun(plan(run, frame, Objects.requireNonNull(frame.mapRun()))));
  }

  /// The same Map Run again, with the same items: its unsuccessful children and those that were
  /// never started (developer guide, "Redriving Map Runs").
  static void redrive(Run run, Frame frame) {
    MapRunOfFrame before = Objects.requireNonNull(frame.mapRun());
    if (before.redriveCount() >= REDRIVES_MOST) {
      throw new ExpressionFailure(
          Retries.RUNTIME, "The Map Run has been redriven " + REDRIVES_MOST + " times.", null);
    }
    MapRunPlan plan = plan(run, frame, before.redriven(run.x.lastEventId() + 1, run.nowMillis));
    run.emit(
        frame,
        EventType.MapRunRedriven,
        new EventDetails.MapRunRedriven(plan.arn(), plan.mapRun().redriveCount()));
    run.effect(new Effect.StartMapRun(plan));
  }

  private static MapRunPlan plan(Run run, Frame frame, MapRunOfFrame mapRun) {
    State.Map map = (State.Map) frame.state();
    return MapRunPlans.plan(
        run.x,
        frame,
        map,
        MapRunPlans.items(run.x, frame, map),
        MapRunPlans.concurrencyMax(run.x, frame, map),
        mapRun);
  }

  static void succeeded(Run run, Frame frame, Command.MapRunSucceeded news) {
    HistoryEvent end = run.emit(frame, EventType.MapRunSucceeded, EventDetails.None.INSTANCE);
    run.emit(
        frame, end.id(), run.nowMillis, EventType.MapStateSucceeded, EventDetails.None.INSTANCE);
    run.x.worked(frame, news.output());
    run.x.ready().add(frame);
  }

  static void failed(Run run, Frame frame, Command.MapRunFailed news) {
    run.emit(
        frame,
        EventType.MapRunFailed,
        new EventDetails.Failure(news.error(), Tasks.cutCause(news.cause())));
    if (!Recovery.canRetry(run, frame)) {
      Containers.failState(run, frame);
    }
    run.x.ready().add(frame);
  }

  /// A sibling branch has failed.
  static void abort(Run run, Frame frame) {
    cancel(run, frame);
    run.emit(frame, EventType.MapRunAborted, EventDetails.None.INSTANCE);
  }

  static void cancel(Run run, Frame frame) {
    long startedEventId = Objects.requireNonNull(frame.mapRun()).startedEventId();
    run.effect(new Effect.CancelMapRun(MapRunIds.mapRun(run.x.header().id(), startedEventId)));
  }
}
