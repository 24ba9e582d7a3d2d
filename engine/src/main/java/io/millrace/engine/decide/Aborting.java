package io.millrace.engine.decide;

import io.millrace.asl.model.State;
import io.millrace.engine.execution.Children;
import io.millrace.engine.execution.Frame;
import io.millrace.engine.execution.Phase;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;

/// Aborts branches and iterations whose sibling failed, innermost first.
final class Aborting {
  private Aborting() {}

  /// Aborts a child and all that runs in it.
  static void abort(Run run, Frame child) {
    if (!child.isLive()) {
      return;
    }
    switch (child.phase()) {
      case Phase.Running running -> {
        running.children().forEachOpen(grandchild -> abort(run, grandchild));
        told(
            run,
            child,
            child.state() instanceof State.Map
                ? EventType.MapStateAborted
                : EventType.ParallelStateAborted);
      }
      case Phase.MapRun _ -> {
        MapRuns.abort(run, child);
        told(run, child, EventType.MapStateAborted);
      }
      case Phase.Attempt attempt -> {
        run.effect(new Effect.CancelTask(attempt.scheduledEventId()));
        told(run, child, EventType.TaskStateAborted);
      }
      case Phase.Failed _ when child.state() instanceof State.Task ->
          told(run, child, EventType.TaskStateAborted);
      case Phase.Entered _ when child.state() instanceof State.Wait ->
          told(run, child, EventType.WaitStateAborted);
      case Phase.Unstarted _,
          Phase.Entered _,
          Phase.MapRunOver _,
          Phase.Failed _,
          Phase.Worked _,
          Phase.Exited _,
          Phase.Ended _,
          Phase.Broken _ ->
          run.x.discard(child);
    }
    Frame parent = child.parent();
    if (parent != null
        && parent.state() instanceof State.Map map
        && parent.phase() instanceof Phase.Running running
        && hasBegun(child, running.children())) {
      run.emit(
          child,
          EventType.MapIterationAborted,
          new EventDetails.Iteration(map.name(), child.index()));
    }
  }

  private static boolean hasBegun(Frame child, Children children) {
    return child.isBegun() && children.frame(child.index()) == child;
  }

  private static void told(Run run, Frame frame, EventType type) {
    run.emit(frame, type, EventDetails.None.INSTANCE);
  }
}
