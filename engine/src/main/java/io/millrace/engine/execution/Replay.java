package io.millrace.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.State;
import io.millrace.asl.model.StateGraph;
import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.HistoryEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the frame each event of a history belongs to, by its `previousEventId`, and folds it in.
public final class Replay {
  private final Execution x;
  private final @Nullable Frame[] owners;

  private Replay(Execution x, int eventCount) {
    this.x = x;
    this.owners = new Frame[eventCount + 1];
  }

  /// The execution that this history tells of.
  ///
  /// @throws IllegalStateException when the history is not one that this definition can have
  public static Execution of(
      ExecutionHeader header, StateMachineDefinition definition, List<HistoryEvent> events) {
    Replay replay = new Replay(Execution.begin(header, definition), events.size());
    for (HistoryEvent event : events) {
      Frame frame = replay.frameOf(event);
      Fold.apply(replay.x, frame, event);
      replay.owners[(int) event.id()] = frame;
    }
    replay.x.replayed();
    return replay.x;
  }

  private Frame frameOf(HistoryEvent event) {
    Frame base = event.previousEventId() == 0 ? null : owners[(int) event.previousEventId()];
    if (base == null) {
      base = x.root();
    }
    return switch (event.type()) {
      case ExecutionStarted,
          ExecutionSucceeded,
          ExecutionFailed,
          ExecutionAborted,
          ExecutionTimedOut,
          ExecutionRedriven ->
          x.root();
      case MapIterationStarted -> iteration(mapAbove(base), event);
      case ParallelStateSucceeded, ParallelStateAborted -> runningAbove(base, false);
      case MapStateSucceeded, MapStateAborted -> runningAbove(base, true);
      case ParallelStateFailed -> runningAbove(base, false);
      case MapStateFailed -> failingMap(base);
      case ParallelStateStarted -> starting(base, false);
      case MapStateStarted -> starting(base, true);
      case ParallelStateExited, MapStateExited ->
          named(base, ((EventDetails.StateExited) event.details()).name());
      case EvaluationFailed ->
          evaluating(base, event, ((EventDetails.EvaluationFailed) event.details()).state());
      case PassStateEntered,
          TaskStateEntered,
          ChoiceStateEntered,
          WaitStateEntered,
          SucceedStateEntered,
          FailStateEntered,
          ParallelStateEntered,
          MapStateEntered ->
          base.phase() instanceof Phase.Running running && base.state() instanceof State.Parallel
              ? nextBranch(base, running.children())
              : base;
      default -> base;
    };
  }

  private static Frame nextBranch(Frame parallel, Children children) {
    return startBranch(parallel, children, children.startedCount());
  }

  /// Sets up a branch of a Parallel.
  public static Frame startBranch(Frame parallel, Children children, int index) {
    StateGraph graph = ((State.Parallel) parallel.state()).branches().get(index);
    Frame branch = new Frame(parallel, index, graph);
    branch.begin(Payload.NULL, children.startedEventId(), null);
    children.add(branch);
    return branch;
  }

  /// Sets up an iteration of a Map.
  public static Frame startIteration(
      Frame map, Children children, int index, JsonNode item, long previousEventId) {
    Frame iteration = new Frame(map, index, ((State.Map) map.state()).processor());
    iteration.begin(Payload.NULL, previousEventId, item);
    children.add(iteration);
    return iteration;
  }

  private Frame iteration(Frame map, HistoryEvent event) {
    Children children = running(map, event);
    List<JsonNode> items = MapItems.of(x, map, children);
    int index = ((EventDetails.Iteration) event.details()).index();
    return startIteration(map, children, index, items.get(index), event.previousEventId());
  }

  private static Children running(Frame frame, HistoryEvent event) {
    if (frame.phase() instanceof Phase.Running running) {
      return running.children();
    }
    throw new IllegalStateException("event " + event.id() + " has no running Map before it");
  }

  private static Frame mapAbove(Frame base) {
    Frame frame = base;
    while (!(frame.phase() instanceof Phase.Running && frame.state() instanceof State.Map)) {
      frame = parentOf(frame);
    }
    return frame;
  }

  /// The nearest container of this kind, at or above the base, whose children run.
  private static Frame runningAbove(Frame base, boolean map) {
    Frame frame = base;
    while (!(isAtWork(frame.phase()) && isContainer(frame, map))) {
      frame = parentOf(frame);
    }
    return frame;
  }

  /// The Map that fails: one that could not be evaluated, before or after its iterations, or one
  /// whose iteration or Map Run failed.
  private static Frame failingMap(Frame base) {
    return base.phase() instanceof Phase.Failed && isContainer(base, true) && !base.isFailureTold()
        ? base
        : runningAbove(base, true);
  }

  /// The container that starts its children, for the first time or again.
  private static Frame starting(Frame base, boolean map) {
    boolean first = base.phase() instanceof Phase.Entered && isContainer(base, map);
    boolean afterEvaluation =
        base.phase() instanceof Phase.Failed
            && isContainer(base, map)
            && !base.hasStartedChildren();
    return first || afterEvaluation ? base : runningAbove(base, map);
  }

  private static boolean isAtWork(Phase phase) {
    return phase instanceof Phase.Running || phase instanceof Phase.MapRun;
  }

  private static boolean isContainer(Frame frame, boolean map) {
    return frame.enteredEventId() > 0
        && (map ? frame.state() instanceof State.Map : frame.state() instanceof State.Parallel);
  }

  private static Frame named(Frame base, String state) {
    Frame frame = base;
    while (frame.enteredEventId() == 0 || !frame.state().name().equals(state)) {
      frame = parentOf(frame);
    }
    return frame;
  }

  /// `EvaluationFailed` follows the event before its state's Entered event, so the state's name is
  /// needed too.
  private Frame evaluating(Frame base, HistoryEvent event, String state) {
    for (long id = event.id() - 1; id > 0; id--) {
      Frame frame = owners[(int) id];
      if (frame != null
          && frame.enteredEventId() > 0
          && frame.state().name().equals(state)
          && (frame.beforeEnteredEventId() == event.previousEventId()
              || frame.cursor() == event.previousEventId())) {
        return frame;
      }
    }
    return base;
  }

  private static Frame parentOf(Frame frame) {
    Frame parent = frame.parent();
    if (parent == null) {
      throw new IllegalStateException("the history closes a Parallel or Map that is not open");
    }
    return parent;
  }
}
