package io.millrace.runtime.log;

import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// How often executions have been redriven, from the events that say so: every log event tells it.
/// Of an execution that was redriven before this process started nothing is known, and it counts as
/// never redriven until the next time. Used by one thread.
final class RedriveCounts {
  private static final int REMEMBERED_MAX = 10_000;

  private final Map<UUID, Integer> counts = new LinkedHashMap<>();

  /// The count as of this event.
  int at(UUID executionId, HistoryEvent event) {
    if (event.details() instanceof EventDetails.ExecutionRedriven redriven) {
      if (counts.size() >= REMEMBERED_MAX) {
        counts.remove(counts.keySet().iterator().next());
      }
      counts.put(executionId, redriven.redriveCount());
      return redriven.redriveCount();
    }
    if (counts.isEmpty()) {
      return 0;
    }
    Integer count =
        endsExecution(event.type()) ? counts.remove(executionId) : counts.get(executionId);
    return count == null ? 0 : count;
  }

  private static boolean endsExecution(EventType type) {
    return type == EventType.ExecutionSucceeded
        || type == EventType.ExecutionFailed
        || type == EventType.ExecutionAborted
        || type == EventType.ExecutionTimedOut;
  }
}
