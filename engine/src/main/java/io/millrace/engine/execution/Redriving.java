package io.millrace.engine.execution;

import io.millrace.asl.model.State;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.HistoryEvent;
import org.jspecify.annotations.Nullable;

/// What `ExecutionRedriven` changes: every state that was entered and not left is taken up again,
/// with the input it had and all its retries (developer guide, "Restarting state machine executions
/// with redrive"). It depends on nothing but what events tell, so that a replay arrives at the
/// same.
final class Redriving {
  private static final String DATA_LIMIT = "States.DataLimitExceeded";

  private Redriving() {}

  static void apply(Execution x, HistoryEvent event) {
    EventDetails.ExecutionRedriven details = (EventDetails.ExecutionRedriven) event.details();
    Frame root = x.root();
    if (details.afresh() || root.enteredEventId() == 0) {
      root.takeUpBeforeFirst(x.input());
    } else {
      takeUp(x, root, event.timestampMillis());
    }
    root.follow(event.id());
    x.redriven(x.redrives().and(details, event.timestampMillis()));
  }

  private static void takeUp(Execution x, Frame frame, long atMillis) {
    if (frame.enteredEventId() == 0) {
      frame.takeUpBeforeFirst(frame.input());
      return;
    }
    Children children = frame.children();
    if (children != null && !isToBeginAnew(x, children)) {
      if (frame.state() instanceof State.Map) {
        MapItems.of(x, frame, children); // as they were, whatever they would be now
      }
      children.reopen();
      children.forEachOpen(child -> takeUp(x, child, atMillis));
      frame.takeUp(new Phase.Running(children), atMillis);
    } else if (frame.mapRun() != null) {
      frame.takeUp(new Phase.MapRunOver(), atMillis);
    } else {
      frame.takeUp(new Phase.Entered(), atMillis);
      if (children != null) {
        frame.follow(frame.enteredEventId()); // its last event was perhaps a child's
      }
    }
  }

  /// A Parallel or inline Map whose joined result was too large is run again as a whole.
  private static boolean isToBeginAnew(Execution x, Children children) {
    return children.allEnded() && DATA_LIMIT.equals(x.endError());
  }

  /// Whether a Map Run that failed with this is not redriven but another one started (developer
  /// guide, "Redriving Map Runs": too much data, and data that cannot be evaluated).
  static boolean needsNewMapRun(@Nullable String error) {
    return DATA_LIMIT.equals(error) || Retries.RUNTIME.equals(error);
  }
}
