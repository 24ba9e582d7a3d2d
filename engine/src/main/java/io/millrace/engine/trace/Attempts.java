package io.millrace.engine.trace;

import io.millrace.asl.json.Payload;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.trace.Trace.Attempt;
import io.millrace.engine.trace.Trace.Ending;
import io.millrace.engine.trace.Trace.Problem;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Events of tasks: an attempt is scheduled, then it ends.
final class Attempts {
  private static final Set<EventType> FAILURES =
      Set.of(
          EventType.LambdaFunctionFailed,
          EventType.LambdaFunctionTimedOut,
          EventType.LambdaFunctionScheduleFailed,
          EventType.LambdaFunctionStartFailed,
          EventType.ActivityFailed,
          EventType.ActivityTimedOut,
          EventType.ActivityScheduleFailed);

  private Attempts() {}

  static void apply(OpenLine line, HistoryEvent event, EventDetails details) {
    OpenVisit visit = line.current();
    long at = event.timestampMillis();
    switch (details) {
      case EventDetails.TaskScheduled scheduled ->
          begin(
              visit,
              event,
              scheduled.resourceType() + ":" + scheduled.resource(),
              scheduled.parameters());
      case EventDetails.LambdaScheduled scheduled ->
          begin(visit, event, scheduled.resource(), scheduled.input());
      case EventDetails.ActivityScheduled scheduled ->
          begin(visit, event, scheduled.resource(), scheduled.input());
      case EventDetails.TaskOutput output when event.type() == EventType.TaskSucceeded ->
          end(visit, at, output.output(), null);
      case EventDetails.Output output -> end(visit, at, output.output(), null);
      case EventDetails.TaskFailure failure ->
          end(visit, at, null, new Problem(failure.error(), failure.cause()));
      case EventDetails.Failure failure when FAILURES.contains(event.type()) ->
          end(visit, at, null, new Problem(failure.error(), failure.cause()));
      case EventDetails _ -> {
        // Started, submitted, Map Runs: nothing that the tree shows.
      }
    }
  }

  private static void begin(
      OpenVisit visit, HistoryEvent event, String resource, Payload parameters) {
    visit.ending = Ending.OPEN;
    visit.attempts.add(
        new Attempt(event.id(), resource, parameters, event.timestampMillis(), null, null, null));
  }

  private static void end(
      OpenVisit visit, long atMillis, @Nullable Payload output, @Nullable Problem problem) {
    List<Attempt> attempts = visit.attempts;
    if (attempts.isEmpty()) {
      return;
    }
    Attempt open = attempts.removeLast();
    attempts.add(
        new Attempt(
            open.scheduledEventId(),
            open.resource(),
            open.parameters(),
            open.scheduledMillis(),
            atMillis,
            output,
            problem));
    visit.ending = problem == null ? Ending.OPEN : Ending.FAILED;
  }
}
