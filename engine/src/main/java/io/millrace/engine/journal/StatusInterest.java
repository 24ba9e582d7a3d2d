package io.millrace.engine.journal;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which status changes somebody wants to hear of, as far as a commit can tell cheaply: whoever
/// hears of too many looks at them more closely.
///
/// @param statuses into which an execution changes
/// @param stateMachineArns of the executions, or null for all
public record StatusInterest(
    Set<ExecutionStatus> statuses, @Nullable Set<String> stateMachineArns) {
  /// In nothing.
  public static final StatusInterest NONE = new StatusInterest(Set.of(), null);

  public StatusInterest {
    statuses = Set.copyOf(statuses);
    stateMachineArns = stateMachineArns == null ? null : Set.copyOf(stateMachineArns);
  }

  /// Ids of the write's events that change the status into one that interests. Children of Map Runs
  /// are no news of their own: their Map Run is part of its parent.
  public List<Long> among(ExecutionWrite write) {
    if (statuses.isEmpty() || !includes(write.header())) return List.of();
    return write.events().stream()
        .filter(event -> changesInto(event) != null && statuses.contains(changesInto(event)))
        .map(HistoryEvent::id)
        .toList();
  }

  /// The status that an execution has from this event on, or null when the event does not change
  /// it.
  public static @Nullable ExecutionStatus changesInto(HistoryEvent event) {
    EventType type = event.type();
    if (type == EventType.ExecutionStarted || type == EventType.ExecutionRedriven) {
      return ExecutionStatus.RUNNING;
    }
    if (type == EventType.ExecutionSucceeded) return ExecutionStatus.SUCCEEDED;
    if (type == EventType.ExecutionFailed) return ExecutionStatus.FAILED;
    if (type == EventType.ExecutionTimedOut) return ExecutionStatus.TIMED_OUT;
    return type == EventType.ExecutionAborted ? ExecutionStatus.ABORTED : null;
  }

  private boolean includes(ExecutionHeader header) {
    return header.child() == null
        && (stateMachineArns == null || stateMachineArns.contains(header.stateMachineArn()));
  }
}
