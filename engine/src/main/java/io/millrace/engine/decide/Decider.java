package io.millrace.engine.decide;

import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.engine.execution.Execution;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.execution.Frame;
import io.millrace.engine.execution.Phase;
import io.millrace.engine.execution.Redrivability;
import io.millrace.engine.execution.Redrives;
import io.millrace.engine.execution.Replay;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.task.TaskTokens;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The engine: decides what happens next. Deterministic; performs nothing. Safe for concurrent use
/// on different executions.
public final class Decider {
  private final TaskTokens tokens;
  private final EngineLimits limits;

  public Decider(TaskTokens tokens, EngineLimits limits) {
    this.tokens = tokens;
    this.limits = limits;
  }

  /// The execution that this history tells of. Send it [Command.Resume] to have its open attempts
  /// dispatched again.
  ///
  /// @throws IllegalStateException when the history is not one that this definition can have
  public Execution replay(
      ExecutionHeader header, StateMachineDefinition definition, List<HistoryEvent> events) {
    return Replay.of(header, definition, events);
  }

  /// What follows from the command. The execution is advanced by the events returned; the caller
  /// makes them durable, then performs the effects. If they cannot be made durable the execution
  /// must be thrown away and replayed.
  public Decision decide(Execution execution, Command command, long nowMillis) {
    Run run = new Run(execution, nowMillis, tokens, limits);
    if (execution.status() != ExecutionStatus.RUNNING && !(command instanceof Command.Redrive)) {
      return run.decided(false);
    }
    boolean accepted;
    try {
      accepted = carryOut(run, command);
      if (execution.status() == ExecutionStatus.RUNNING) {
        run.drain();
      }
    } catch (Run.HistoryFull _) {
      accepted = true;
      run.endFull();
    }
    return run.decided(accepted);
  }

  private static boolean carryOut(Run run, Command command) {
    return switch (command) {
      case Command.Start start -> start(run, start);
      case Command.Resume _ -> resume(run);
      case Command.Stop stop -> stop(run, stop);
      case Command.Redrive redrive -> redrive(run, redrive);
      case Command.TaskStarted started ->
          onAttempt(run, started.scheduledEventId(), f -> Tasks.started(run, f, started));
      case Command.TaskSubmitted submitted ->
          onAttempt(run, submitted.scheduledEventId(), f -> Tasks.submitted(run, f, submitted));
      case Command.TaskSucceeded succeeded ->
          onAttempt(run, succeeded.scheduledEventId(), f -> Tasks.succeeded(run, f, succeeded));
      case Command.TaskFailed failed ->
          onAttempt(run, failed.scheduledEventId(), f -> Tasks.failed(run, f, failed));
      case Command.TaskHeartbeat heartbeat ->
          onAttempt(run, heartbeat.scheduledEventId(), f -> Tasks.heartbeat(run, f));
      case Command.MapRunSucceeded succeeded ->
          onFrame(
              run.x.mapRun(succeeded.openedEventId()), f -> MapRuns.succeeded(run, f, succeeded));
      case Command.MapRunFailed failed ->
          onFrame(run.x.mapRun(failed.openedEventId()), f -> MapRuns.failed(run, f, failed));
    };
  }

  private static boolean start(Run run, Command.Start start) {
    Execution x = run.x;
    if (x.lastEventId() > 0) {
      return false;
    }
    run.emit(
        x.root(),
        EventType.ExecutionStarted,
        new EventDetails.ExecutionStart(start.input(), x.header().roleArn()));
    x.ready().add(x.root());
    return true;
  }

  private static boolean resume(Run run) {
    Execution x = run.x;
    boolean revival = x.takeRevival();
    if (run.nowMillis >= x.timeoutMillis()) {
      run.end(EventType.ExecutionTimedOut, x.root().cursor(), new EventDetails.Failure(null, null));
      return true;
    }
    if (revival) {
      revive(run, x.root());
    }
    Frame due = x.nextDue(run.nowMillis);
    while (due != null) {
      x.ready().add(due);
      due = x.nextDue(run.nowMillis);
    }
    return true;
  }

  /// Builds the working set of a replayed execution: what was in flight is dispatched again, all
  /// others are looked at.
  private static void revive(Run run, Frame frame) {
    switch (frame.phase()) {
      case Phase.Attempt attempt -> {
        // Heartbeats leave no event, so a worker is given a whole interval from now.
        attempt.alive(run.nowMillis);
        if (run.nowMillis < attempt.timeoutMillis()) {
          run.dispatch(frame, attempt);
        } else {
          run.x.ready().add(frame);
        }
      }
      case Phase.Running running -> {
        running.children().forEachOpen(child -> revive(run, child));
        run.x.ready().add(frame);
      }
      case Phase.MapRun _ -> MapRuns.revive(run, frame);
      case Phase.Unstarted _,
          Phase.Entered _,
          Phase.MapRunOver _,
          Phase.Failed _,
          Phase.Worked _,
          Phase.Exited _,
          Phase.Ended _ ->
          run.x.ready().add(frame);
      case Phase.Broken _ -> {
        // Over: its container knows.
      }
    }
  }

  private static boolean stop(Run run, Command.Stop stop) {
    // Recorded: api/test_stop_execution. The event follows nothing.
    run.end(EventType.ExecutionAborted, 0, new EventDetails.Failure(stop.error(), stop.cause()));
    return true;
  }

  private static boolean redrive(Run run, Command.Redrive redrive) {
    Execution x = run.x;
    Redrives before = x.redrives();
    boolean wantedBefore =
        redrive.mapRunRedrive() > 0 && before.byMapRun() >= redrive.mapRunRedrive();
    if (wantedBefore || before.isRepetition(redrive.clientToken(), run.nowMillis)) {
      return true;
    }
    String problem =
        Redrivability.problem(
            x.status(),
            x.header().startMillis(),
            x.stopMillis(),
            x.lastEventId(),
            run.limits.historyEventsMax(),
            run.nowMillis);
    if (problem != null) {
      return false;
    }
    run.emit(
        x.root(),
        x.lastEventId(),
        run.nowMillis,
        EventType.ExecutionRedriven,
        new EventDetails.ExecutionRedriven(
            before.count() + 1, redrive.clientToken(), redrive.mapRunRedrive(), redrive.afresh()));
    x.takeRevival(); // this is it: a second one would dispatch every attempt again
    revive(run, x.root());
    return true;
  }

  private static boolean onAttempt(Run run, long scheduledEventId, Consumer<Frame> what) {
    return onFrame(run.x.attempt(scheduledEventId), what);
  }

  private static boolean onFrame(@Nullable Frame frame, Consumer<Frame> what) {
    if (frame == null) {
      return false;
    }
    what.accept(frame);
    return true;
  }
}
