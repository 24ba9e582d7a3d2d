package io.millrace.cli.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What holds for the history of every execution that succeeded without a failed branch.
final class LegalHistory {
  private LegalHistory() {}

  static void check(List<HistoryEvent> events) {
    assertThat(events.getFirst().type()).isEqualTo(EventType.ExecutionStarted);
    assertThat(events.getLast().type()).isEqualTo(EventType.ExecutionSucceeded);
    for (int i = 0; i < events.size(); i++) {
      HistoryEvent event = events.get(i);
      assertThat(event.id()).as("ids run without a gap").isEqualTo(i + 1L);
      assertThat(event.previousEventId()).as("%s looks back", event).isLessThan(event.id());
      if (event.previousEventId() > 0) {
        // Ids are in the order of deciding: a task that began long ago is told of when it ends, so
        // times run forward along each branch only.
        assertThat(event.timestampMillis())
            .as("%s is not before what it follows", event)
            .isGreaterThanOrEqualTo(
                events.get((int) event.previousEventId() - 1).timestampMillis());
      }
    }
    everyStateThatIsEnteredIsLeft(events);
    everyAttemptHasOneOutcome(events);
    everyIterationHappensOnce(events);
  }

  private static void everyStateThatIsEnteredIsLeft(List<HistoryEvent> events) {
    Map<String, Integer> open = new HashMap<>();
    for (HistoryEvent event : events) {
      switch (event.details()) {
        case EventDetails.StateEntered entered -> open.merge(entered.name(), 1, Integer::sum);
        case EventDetails.StateExited exited -> open.merge(exited.name(), -1, Integer::sum);
        default -> {}
      }
    }
    assertThat(open.values()).as("states entered and not left: %s", open).containsOnly(0);
  }

  private static void everyAttemptHasOneOutcome(List<HistoryEvent> events) {
    Map<Long, Long> scheduledOf = new HashMap<>();
    Map<Long, Integer> outcomes = new HashMap<>();
    for (HistoryEvent event : events) {
      switch (event.type()) {
        case TaskScheduled -> {
          scheduledOf.put(event.id(), event.id());
          outcomes.put(event.id(), 0);
        }
        case TaskStarted -> scheduledOf.put(event.id(), scheduledOf.get(event.previousEventId()));
        case TaskSucceeded, TaskFailed, TaskTimedOut -> {
          Long scheduled = scheduledOf.get(event.previousEventId());
          assertThat(scheduled).as("%s belongs to an attempt", event).isNotNull();
          outcomes.merge(scheduled, 1, Integer::sum);
        }
        default -> {}
      }
    }
    assertThat(outcomes.values()).as("outcomes of attempts: %s", outcomes).containsOnly(1);
  }

  private static void everyIterationHappensOnce(List<HistoryEvent> events) {
    for (EventType type : List.of(EventType.MapIterationStarted, EventType.MapIterationSucceeded)) {
      Map<Object, Long> times =
          events.stream()
              .filter(event -> event.type() == type)
              .collect(Collectors.groupingBy(HistoryEvent::details, Collectors.counting()));
      assertThat(times.values()).as("%s: %s", type, times).isNotEmpty().containsOnly(1L);
    }
  }
}
