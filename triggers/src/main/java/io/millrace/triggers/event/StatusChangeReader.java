package io.millrace.triggers.event;

import io.millrace.asl.json.Payload;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.journal.ExecutionReads;
import io.millrace.engine.journal.StatusChange;
import io.millrace.engine.journal.StatusInterest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes events of noted changes, from the executions' histories: what an event says is not stored
/// a second time.
record StatusChangeReader(ExecutionReads reads) {
  private static final int PAGE = 1_000;

  /// @return empty when the history is not kept any more
  Optional<StatusChangeEvent> read(StatusChange change) {
    ExecutionHeader header = change.header();
    List<HistoryEvent> first = reads.events(header.id(), 1, false, 1);
    List<HistoryEvent> at = reads.events(header.id(), change.eventId(), false, 1);
    if (first.isEmpty() || at.isEmpty()) return Optional.empty();
    HistoryEvent event = at.getFirst();
    ExecutionStatus status = StatusInterest.changesInto(event);
    if (status == null
        || !(first.getFirst().details() instanceof EventDetails.ExecutionStart start)) {
      throw new IllegalStateException(
          "event %d of %s changes no status".formatted(change.eventId(), header.arn()));
    }
    EventDetails.Failure failure =
        event.details() instanceof EventDetails.Failure failed ? failed : null;
    Payload output =
        event.details() instanceof EventDetails.Output(Payload payload) ? payload : null;
    Redrives redrives = redrives(header.id(), change.eventId());
    return Optional.of(
        new StatusChangeEvent(
            header,
            change.eventId(),
            status,
            event.timestampMillis(),
            status.isTerminal() ? event.timestampMillis() : null,
            start.input(),
            output,
            failure == null ? null : failure.error(),
            failure == null ? null : failure.cause(),
            redrives.count(),
            redrives.lastMillis()));
  }

  private record Redrives(int count, @Nullable Long lastMillis) {}

  /// Redrives up to this event.
  private Redrives redrives(UUID id, long eventId) {
    int count = 0;
    Long last = null;
    for (long from = eventId; from > 1; from -= PAGE) {
      for (HistoryEvent event : reads.events(id, from, true, PAGE)) {
        if (event.type() != EventType.ExecutionRedriven) continue;
        count++;
        if (last == null) last = event.timestampMillis();
      }
    }
    return new Redrives(count, last);
  }
}
