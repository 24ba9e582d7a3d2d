package io.millrace.engine.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.State;
import io.millrace.engine.execution.Children;
import io.millrace.engine.execution.Failing;
import io.millrace.engine.execution.Frame;
import io.millrace.engine.execution.MapItems;
import io.millrace.engine.execution.Phase;
import io.millrace.engine.execution.Replay;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/// Parallel and Map states: starting children, joining them, and what a child's failure does.
final class Containers {
  private Containers() {}

  static void beginParallel(Run run, Frame frame) {
    run.emit(frame, EventType.ParallelStateStarted, EventDetails.None.INSTANCE);
  }

  static void beginMap(Run run, Frame frame, State.Map map) {
    if (map.distributed() != null) {
      MapRuns.begin(run, frame, map);
      return;
    }
    List<JsonNode> items = MapItems.evaluate(run.x, frame);
    int concurrencyMax = MapItems.concurrencyMax(run.x, frame);
    run.emit(frame, EventType.MapStateStarted, new EventDetails.MapStarted(items.size()));
    if (frame.phase() instanceof Phase.Running running) {
      running.children().prepare(items, concurrencyMax);
    }
  }

  /// Starts what may start, joins what has ended; true when the state is done or failed.
  static boolean step(Run run, Frame frame, Children children) {
    if (children.failed() != null) {
      return settleFailure(run, frame, children);
    }
    return Stepping.guarded(
        run,
        frame,
        () -> {
          if (frame.state() instanceof State.Map) {
            startIterations(run, frame, children, children.startedEventId());
          } else {
            startBranches(run, frame, children);
          }
          if (children.allEnded()) {
            join(run, frame, children);
          }
        });
  }

  private static void startBranches(Run run, Frame frame, Children children) {
    for (int i = children.startedCount(); i < children.count(); i++) {
      run.x.ready().add(Replay.startBranch(frame, children, i));
    }
  }

  private static void startIterations(
      Run run, Frame frame, Children children, long previousEventId) {
    List<JsonNode> items = MapItems.of(run.x, frame, children);
    int most = children.concurrencyMax() == 0 ? Integer.MAX_VALUE : children.concurrencyMax();
    while (children.startedCount() < children.count() && children.openCount() < most) {
      int index = children.startedCount();
      run.x
          .ready()
          .add(Replay.startIteration(frame, children, index, items.get(index), previousEventId));
    }
  }

  /// The first events of a branch or iteration.
  static boolean beginChild(Run run, Frame child) {
    Frame parent = Objects.requireNonNull(child.parent());
    return switch (parent.state()) {
      case State.Map map -> {
        if (!child.isBegun()) {
          run.emit(
              child,
              EventType.MapIterationStarted,
              new EventDetails.Iteration(map.name(), child.index()));
        }
        yield enterFirst(
            run,
            child,
            parent,
            () -> Payload.ofNode(MapItems.iterationInput(run.x, parent, child, run.nowMillis)));
      }
      case State.Parallel _ ->
          enterFirst(
              run,
              child,
              parent,
              () -> Inputs.arguments(run, parent, Inputs.effective(run, parent), null));
      case State.Pass _,
          State.Task _,
          State.Choice _,
          State.Wait _,
          State.Succeed _,
          State.Fail _ ->
          throw new IllegalStateException(parent.state().name() + " has no children");
    };
  }

  private static boolean enterFirst(Run run, Frame child, Frame parent, Supplier<Payload> input) {
    try {
      Stepping.enter(run, child, child.graph().start(), input.get());
      return true;
    } catch (ExpressionFailure failure) {
      // The container's own field cannot be evaluated: the container fails, not the child.
      run.x.failContainer(
          parent,
          child,
          Phase.Failed.unrecorded(
              failure.error(), Failing.cause(parent, failure), parent.touchedMillis()));
      run.x.ready().add(parent);
      return false;
    }
  }

  /// A branch or iteration has reached its end.
  static void childEnded(Run run, Frame child, Frame parent) {
    if (!(parent.phase() instanceof Phase.Running running)) {
      return;
    }
    Children children = running.children();
    if (parent.state() instanceof State.Map map) {
      long last = child.cursor();
      run.emit(
          child,
          EventType.MapIterationSucceeded,
          new EventDetails.Iteration(map.name(), child.index()));
      // Recorded: the next iteration follows the last state event of the one that made room (FACTS
      // H4).
      startIterations(run, parent, children, last);
    }
    if (children.allEnded()) {
      run.x.ready().add(parent);
    }
  }

  private static void join(Run run, Frame frame, Children children) {
    ArrayNode result = JsonNodeFactory.instance.arrayNode(children.count());
    for (Payload output : children.outputs()) {
      result.add(output.node());
    }
    boolean isMap = frame.state() instanceof State.Map;
    run.emit(
        frame,
        isMap ? EventType.MapStateSucceeded : EventType.ParallelStateSucceeded,
        EventDetails.None.INSTANCE);
    run.x.worked(frame, Payload.ofNode(result));
  }

  /// A child gives up.
  static void childFailed(Run run, Frame child, Frame parent) {
    if (!(parent.phase() instanceof Phase.Running running)
        || running.children().frame(child.index()) != child) {
      return;
    }
    if (parent.state() instanceof State.Map map) {
      run.emit(
          child,
          EventType.MapIterationFailed,
          new EventDetails.Iteration(map.name(), child.index()));
    } else if (child.state() instanceof State.Task && isRecorded(child)) {
      // Recorded: callback/test_sqs_failure_in_wait_for_task_tok_no_error_field[SQS_PARALLEL_WAIT].
      run.emit(child, EventType.TaskStateAborted, EventDetails.None.INSTANCE);
    } else {
      run.x.childFailed(child);
    }
    run.x.ready().add(parent);
  }

  /// A failure that left no event is found again after a restart only if the child still stands
  /// where it failed.
  private static boolean isRecorded(Frame child) {
    Phase.Failed failure = child.failure();
    return failure != null && failure.recorded();
  }

  /// After a child's failure: aborts its siblings, then retries, or fails the state.
  private static boolean settleFailure(Run run, Frame frame, Children children) {
    children.forEachOpen(
        child -> {
          if (child != children.failed()) {
            Aborting.abort(run, child);
          }
        });
    Phase.Failed failure = frame.failure();
    if (failure == null) {
      throw new IllegalStateException("a child failed without a reason: " + frame.state().name());
    }
    Long due = Recovery.retryMillis(run, frame, failure);
    if (due != null) {
      if (due > run.nowMillis) {
        run.x.arm(frame, due);
        return false;
      }
      return Stepping.guarded(
          run,
          frame,
          () -> {
            if (frame.state() instanceof State.Map map) {
              beginMap(run, frame, map);
            } else {
              beginParallel(run, frame);
            }
          });
    }
    failState(run, frame);
    return true;
  }

  /// `MapStateFailed` or `ParallelStateFailed`.
  static void failState(Run run, Frame frame) {
    run.emit(
        frame,
        frame.state() instanceof State.Map
            ? EventType.MapStateFailed
            : EventType.ParallelStateFailed,
        EventDetails.None.INSTANCE);
  }
}
