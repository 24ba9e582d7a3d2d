package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.Finding.Severity;
import io.millrace.asl.lint.machine.Graph;
import io.millrace.asl.lint.machine.StateNode;
import java.util.List;

/// `event-forecast`: at how many items an inline Map uses up the 25,000 history events of an
/// execution. AWS developer guide, "Quotas".
final class EventForecast implements Rule {
  @Override
  public List<String> names() {
    return List.of("event-forecast");
  }

  private static final long EVENTS_MAX = 25_000;

  /// ExecutionStarted and ExecutionSucceeded.
  private static final long AROUND = 2;

  /// MapIterationStarted and MapIterationSucceeded.
  private static final long PER_ITEM = 2;

  /// Fewer items than this are not unusual.
  private static final long ITEMS_USUAL = 1_500;

  @Override
  public void check(Subject subject, Report report) {
    if (subject.options().isExpress()) {
      return;
    }
    for (StateNode map : subject.machine().states("Map")) {
      boolean counts = !map.isDistributed() && !isWithinExpress(map) && !map.graphs().isEmpty();
      if (counts) {
        forecast(map, report);
      }
    }
  }

  private static boolean isWithinExpress(StateNode map) {
    for (StateNode at = map.graph().owner(); at != null; at = at.graph().owner()) {
      if (at.isDistributed() && at.processorConfig("ExecutionType").equals("EXPRESS")) {
        return true;
      }
    }
    return false;
  }

  private static void forecast(StateNode map, Report report) {
    Graph processor = map.graphs().getFirst();
    long inside = EventCount.shortest(processor, null);
    if (inside >= EventCount.NEVER) {
      return;
    }
    long each = inside + PER_ITEM;
    long around = Math.min(EventCount.shortest(map.graph(), map), 10_000) + AROUND;
    long items = (EVENTS_MAX - around) / each;
    String message =
        "each item of `"
            + map.name()
            + "` writes "
            + each
            + " history events: 25,000 events at "
            + Words.number(EVENTS_MAX / each)
            + " items ("
            + Words.number(items)
            + " with the "
            + around
            + " events around them), without one retry; then the execution fails with"
            + " States.Runtime";
    report
        .add(
            items < ITEMS_USUAL ? Severity.WARNING : Severity.NOTE,
            "event-forecast",
            map,
            map.pointer(),
            message)
        .hint(
            "For more items make the Map distributed: each item, or batch, then has a history of"
                + " its own.");
  }
}
