package io.millrace.engine.journal;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.execution.Redrives;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.HistoryEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one commit stores of one execution: its new events, and an index over its history that can
/// be rebuilt from it.
///
/// @param isNew whether this is its first write; it creates the execution
/// @param events not empty, ids consecutive, continuing what is stored
/// @param stopMillis when it ended, or null while it runs
/// @param wakeMillis when the engine must look at it again at the latest (a wait, a retry, a
///   timeout), or null for never
/// @param inFlight whether something must be done at once after a restart: tasks to dispatch again,
///   steps to go on with
public record ExecutionWrite(
    ExecutionHeader header,
    boolean isNew,
    List<HistoryEvent> events,
    ExecutionStatus status,
    @Nullable Long stopMillis,
    @Nullable Long wakeMillis,
    boolean inFlight) {
  public ExecutionWrite {
    if (events.isEmpty()) {
      throw new IllegalStateException("a write without events: " + header.arn());
    }
    events = List.copyOf(events);
  }

  /// What its last redrive among these events makes of it, or null when there is none.
  public @Nullable Redrives redriven() {
    for (HistoryEvent event : events.reversed()) {
      if (event.details() instanceof EventDetails.ExecutionRedriven redrive) {
        return new Redrives(
            redrive.redriveCount(), event.timestampMillis(), redrive.mapRunRedrive());
      }
    }
    return null;
  }

  /// The id of the first new event.
  public long firstEventId() {
    return events.getFirst().id();
  }

  /// The id of the last event there now is.
  public long lastEventId() {
    return events.getLast().id();
  }
}
