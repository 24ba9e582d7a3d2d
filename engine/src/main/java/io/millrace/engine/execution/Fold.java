package io.millrace.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.State;
import io.millrace.asl.model.Transition;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.HistoryEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What one event changes. The same code runs when the engine decides and when a history is
/// replayed, so both always arrive at the same execution.
public final class Fold {
  private Fold() {}

  /// Applies the event to the frame it belongs to.
  public static void apply(Execution x, Frame frame, HistoryEvent event) {
    x.recordEvent(event.id());
    frame.touch(event.timestampMillis());
    switch (event.type()) {
      case ExecutionStarted -> x.start(((EventDetails.ExecutionStart) event.details()).input());
      case ExecutionSucceeded -> x.end(ExecutionStatus.SUCCEEDED, event.timestampMillis());
      case ExecutionFailed -> {
        x.end(ExecutionStatus.FAILED, event.timestampMillis());
        x.endedWith(((EventDetails.Failure) event.details()).error());
      }
      case ExecutionAborted -> x.end(ExecutionStatus.ABORTED, event.timestampMillis());
      case ExecutionTimedOut -> x.end(ExecutionStatus.TIMED_OUT, event.timestampMillis());
      case PassStateEntered,
          TaskStateEntered,
          ChoiceStateEntered,
          WaitStateEntered,
          SucceedStateEntered,
          ParallelStateEntered,
          MapStateEntered ->
          entered(frame, event);
      case FailStateEntered -> failEntered(x, frame, event);
      case PassStateExited,
          TaskStateExited,
          ChoiceStateExited,
          WaitStateExited,
          SucceedStateExited,
          ParallelStateExited,
          MapStateExited ->
          exited(frame, event);
      case TaskScheduled, LambdaFunctionScheduled, ActivityScheduled -> scheduled(x, frame, event);
      case TaskStarted, LambdaFunctionStarted -> {
        attempt(frame, event).markStarted();
        frame.follow(event.id());
      }
      case ActivityStarted -> {
        attempt(frame, event).markTaken(event.timestampMillis());
        frame.follow(event.id());
      }
      case TaskSubmitted -> {
        attempt(frame, event).markSubmitted(((EventDetails.TaskOutput) event.details()).output());
        frame.follow(event.id());
      }
      case TaskSucceeded ->
          worked(x, frame, event, ((EventDetails.TaskOutput) event.details()).output());
      case LambdaFunctionSucceeded, ActivitySucceeded ->
          worked(x, frame, event, ((EventDetails.Output) event.details()).output());
      case TaskFailed, TaskTimedOut, TaskStartFailed, TaskSubmitFailed -> {
        EventDetails.TaskFailure details = (EventDetails.TaskFailure) event.details();
        failed(x, frame, event, details.error(), details.cause());
      }
      case LambdaFunctionFailed,
          LambdaFunctionTimedOut,
          LambdaFunctionScheduleFailed,
          LambdaFunctionStartFailed,
          ActivityFailed,
          ActivityTimedOut,
          ActivityScheduleFailed -> {
        EventDetails.Failure details = (EventDetails.Failure) event.details();
        failed(x, frame, event, details.error(), details.cause());
      }
      case EvaluationFailed -> {
        EventDetails.EvaluationFailed details = (EventDetails.EvaluationFailed) event.details();
        countRetry(frame);
        failed(x, frame, event, details.error(), details.cause());
      }
      case ParallelStateStarted -> {
        countRetry(frame);
        State.Parallel state = (State.Parallel) frame.state();
        frame.setPhase(new Phase.Running(new Children(event.id(), state.branches().size())));
        frame.follow(event.id());
      }
      case MapStateStarted -> {
        countRetry(frame);
        int length = ((EventDetails.MapStarted) event.details()).length();
        frame.setPhase(
            ((State.Map) frame.state()).distributed() == null
                ? new Phase.Running(new Children(event.id(), length))
                : new Phase.MapRun(0));
        frame.setMapRun(null);
        frame.follow(event.id());
      }
      case MapIterationStarted -> {
        frame.markBegun();
        frame.follow(event.id());
      }
      case MapIterationSucceeded -> iterationEnded(frame, event.id());
      case MapIterationFailed -> {
        if (frame.failure() == null) {
          // The iteration failed without an event of its own (a JSONPath expression): its error is
          // not known any more.
          frame.noteFailure(Phase.Failed.recorded(null, null, event.timestampMillis()));
        }
        frame.setPhase(new Phase.Broken());
        childGaveUp(frame);
      }
      case MapIterationAborted -> frame.setPhase(new Phase.Broken());
      case TaskStateAborted, WaitStateAborted, ParallelStateAborted, MapStateAborted ->
          aborted(x, frame);
      case ParallelStateFailed, MapStateFailed -> containerFailed(frame, event);
      case ParallelStateSucceeded, MapStateSucceeded -> {
        // Nothing moves: the Exited event follows the same event as this one (recorded: FACTS H3).
      }
      case MapRunStarted -> {
        frame.setMapRun(MapRunOfFrame.begun(event.id(), event.timestampMillis()));
        mapRunOpened(x, frame, event);
      }
      case MapRunRedriven -> {
        MapRunOfFrame before = Objects.requireNonNull(frame.mapRun());
        frame.setMapRun(before.redriven(event.id(), event.timestampMillis()));
        mapRunOpened(x, frame, event);
      }
      // Nothing moves: the Exited event follows MapRunStarted (recorded since November 2024;
      // before,
      // it followed this one).
      case MapRunSucceeded -> {
        x.closeMapRun(mapRun(frame, event).openedEventId());
        frame.setMapRun(null);
      }
      case MapRunFailed -> {
        x.closeMapRun(mapRun(frame, event).openedEventId());
        EventDetails.Failure details = (EventDetails.Failure) event.details();
        if (Redriving.needsNewMapRun(details.error())) {
          frame.setMapRun(null);
        }
        failed(x, frame, event, details.error(), details.cause());
      }
      case MapRunAborted -> {
        x.closeMapRun(mapRun(frame, event).openedEventId());
        frame.follow(event.id());
      }
      case ExecutionRedriven -> Redriving.apply(x, event);
    }
  }

  private static void entered(Frame frame, HistoryEvent event) {
    EventDetails.StateEntered details = (EventDetails.StateEntered) event.details();
    frame.enter(
        frame.graph().state(details.name()),
        details.input(),
        event.id(),
        event.timestampMillis(),
        event.previousEventId());
  }

  private static void exited(Frame frame, HistoryEvent event) {
    EventDetails.StateExited details = (EventDetails.StateExited) event.details();
    boolean caught = frame.phase() instanceof Phase.Failed;
    frame.exit(details.output(), event.id());
    frame.assign(parsed(details.assignedVariables()));
    boolean ended = !caught && endsGraph(frame.state());
    frame.setPhase(ended ? new Phase.Ended() : new Phase.Exited());
    Frame parent = frame.parent();
    if (ended && parent != null && isBranch(frame)) {
      childEnded(frame);
      parent.follow(event.id());
    }
  }

  private static boolean endsGraph(State state) {
    return switch (state) {
      case State.Pass pass -> pass.then() instanceof Transition.End;
      case State.Task task -> task.then() instanceof Transition.End;
      case State.Wait wait -> wait.then() instanceof Transition.End;
      case State.Parallel parallel -> parallel.then() instanceof Transition.End;
      case State.Map map -> map.then() instanceof Transition.End;
      case State.Succeed _ -> true;
      case State.Choice _, State.Fail _ -> false;
    };
  }

  private static Map<String, JsonNode> parsed(Map<String, String> assigned) {
    if (assigned.isEmpty()) {
      return Map.of();
    }
    Map<String, JsonNode> values = new LinkedHashMap<>();
    assigned.forEach((name, text) -> values.put(name, Payload.ofText(text).node()));
    return values;
  }

  private static void scheduled(Execution x, Frame frame, HistoryEvent event) {
    countRetry(frame);
    Phase.Attempt attempt =
        switch (event.details()) {
          case EventDetails.TaskScheduled t ->
              new Phase.Attempt(
                  event.id(),
                  event.timestampMillis(),
                  t.parameters(),
                  t.timeoutSeconds(),
                  t.heartbeatSeconds(),
                  t.credentialsRoleArn());
          case EventDetails.LambdaScheduled l ->
              new Phase.Attempt(
                  event.id(),
                  event.timestampMillis(),
                  l.input(),
                  l.timeoutSeconds(),
                  null,
                  l.credentialsRoleArn());
          case EventDetails.ActivityScheduled a ->
              Phase.Attempt.ofActivity(
                  event.id(),
                  event.timestampMillis(),
                  a.input(),
                  a.timeoutSeconds(),
                  a.heartbeatSeconds());
          case EventDetails.None _,
              EventDetails.ExecutionStart _,
              EventDetails.ExecutionRedriven _,
              EventDetails.Output _,
              EventDetails.Failure _,
              EventDetails.StateEntered _,
              EventDetails.StateExited _,
              EventDetails.TaskStarted _,
              EventDetails.TaskOutput _,
              EventDetails.TaskFailure _,
              EventDetails.ActivityStarted _,
              EventDetails.MapStarted _,
              EventDetails.MapRunStarted _,
              EventDetails.MapRunRedriven _,
              EventDetails.Iteration _,
              EventDetails.EvaluationFailed _ ->
              throw unexpected(event);
        };
    frame.setPhase(attempt);
    frame.follow(event.id());
    x.open(event.id(), frame);
  }

  private static Phase.Attempt attempt(Frame frame, HistoryEvent event) {
    if (frame.phase() instanceof Phase.Attempt attempt) {
      return attempt;
    }
    throw unexpected(event);
  }

  private static void mapRunOpened(Execution x, Frame frame, HistoryEvent event) {
    frame.setPhase(new Phase.MapRun(event.id()));
    frame.follow(event.id());
    x.openMapRun(event.id(), frame);
  }

  private static Phase.MapRun mapRun(Frame frame, HistoryEvent event) {
    if (frame.phase() instanceof Phase.MapRun run) {
      return run;
    }
    throw unexpected(event);
  }

  private static void worked(Execution x, Frame frame, HistoryEvent event, Payload result) {
    x.close(attempt(frame, event).scheduledEventId());
    frame.follow(event.id());
    frame.setPhase(new Phase.Worked(result));
  }

  private static void failed(
      Execution x,
      Frame frame,
      HistoryEvent event,
      @Nullable String error,
      @Nullable String cause) {
    boolean heartbeat = false;
    if (frame.phase() instanceof Phase.Attempt attempt) {
      x.close(attempt.scheduledEventId());
      heartbeat =
          Retries.TIMEOUT.equals(error) && event.timestampMillis() < attempt.timeoutMillis();
    }
    frame.follow(event.id());
    frame.setFailed(new Phase.Failed(error, cause, event.timestampMillis(), heartbeat, true));
  }

  private static void countRetry(Frame frame) {
    Phase.Failed failure = frame.failure();
    if (failure != null && frame.state() instanceof State.Recoverable recoverable) {
      frame.countRetry(Retries.retrierFor(recoverable.retry(), failure), recoverable.retry());
    }
  }

  private static void iterationEnded(Frame iteration, long eventId) {
    Frame map = Objects.requireNonNull(iteration.parent());
    childEnded(iteration);
    map.follow(eventId);
  }

  /// A branch or iteration is finished: keeps its output.
  static void childEnded(Frame child) {
    Frame parent = Objects.requireNonNull(child.parent());
    if (parent.phase() instanceof Phase.Running running) {
      running.children().end(child);
    }
  }

  private static void failEntered(Execution x, Frame frame, HistoryEvent event) {
    entered(frame, event);
    frame.setFailed(Failing.of(x, frame, (State.Fail) frame.state(), event.timestampMillis()));
    if (isBranch(frame)) {
      childGaveUp(frame);
    }
  }

  private static void aborted(Execution x, Frame frame) {
    boolean failedItself =
        frame.phase() instanceof Phase.Failed failure
            && frame.state() instanceof State.Task task
            && Retries.nextAttemptMillis(frame, task.retry(), failure, x.header().seed()) == null;
    if (frame.phase() instanceof Phase.Attempt attempt) {
      x.close(attempt.scheduledEventId());
    }
    frame.setPhase(new Phase.Broken());
    if (failedItself) {
      childGaveUp(frame);
    }
  }

  /// The child's failure is its container's: the first one counts.
  static void childGaveUp(Frame child) {
    Frame parent = child.parent();
    Phase.Failed failure = child.failure();
    if (parent != null
        && failure != null
        && parent.phase() instanceof Phase.Running running
        && running.children().failed() == null) {
      running.children().fail(child);
      parent.noteFailure(failure);
      parent.follow(child.cursor());
    }
  }

  private static void containerFailed(Frame frame, HistoryEvent event) {
    Phase.Failed failure = frame.failure();
    if (failure == null) {
      // A branch failed without an event of its own (a JSONPath expression): its error is not known
      // any more. What came of it is in the events that follow.
      failure = Phase.Failed.recorded(null, null, event.timestampMillis());
      frame.noteFailure(failure);
    }
    frame.follow(event.id());
    frame.tellFailure();
    frame.setFailed(failure);
    if (Retries.catcherFor(frame.state(), failure) == null && isBranch(frame)) {
      childGaveUp(frame);
    }
  }

  private static boolean isBranch(Frame frame) {
    return frame.parent() != null && frame.parent().state() instanceof State.Parallel;
  }

  private static IllegalStateException unexpected(HistoryEvent event) {
    return new IllegalStateException(
        "event " + event.id() + " (" + event.type() + ") does not follow from the history");
  }
}
