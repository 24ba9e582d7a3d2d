package io.millrace.engine.trace;

import io.millrace.asl.json.Payload;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.trace.Trace.Ending;
import io.millrace.engine.trace.Trace.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds for each event the branch or iteration it belongs to, by the links between events
/// (`previousEventId`) and the names they carry. One use, one thread.
final class TraceBuilder {
  private static final String ENTERED = "StateEntered";
  private static final String EXITED = "StateExited";

  private final OpenLine root = new OpenLine(null, false, 0);
  private final Map<Long, OpenLine> lines = new HashMap<>();
  private final Map<Long, EventType> types = new HashMap<>();
  private ExecutionStatus status = ExecutionStatus.RUNNING;
  private Payload input = Payload.EMPTY_OBJECT;
  private @Nullable Payload output;
  private @Nullable Problem problem;
  private long startMillis;
  private long lastMillis;
  private int events;

  TraceBuilder() {
    lines.put(0L, root);
  }

  Trace trace() {
    return new Trace(
        status, input, output, problem, startMillis, lastMillis, events, root.visits());
  }

  void add(HistoryEvent event) {
    events++;
    lastMillis = event.timestampMillis();
    OpenLine previous = lines.getOrDefault(event.previousEventId(), root);
    OpenLine line = place(event, previous);
    lines.put(event.id(), line);
    types.put(event.id(), event.type());
  }

  private OpenLine place(HistoryEvent event, OpenLine previous) {
    return switch (event.details()) {
      case EventDetails.ExecutionStart start -> {
        input = start.input();
        startMillis = event.timestampMillis();
        yield root;
      }
      case EventDetails.StateEntered entered -> enter(event, entered, previous);
      case EventDetails.StateExited exited -> exit(event, exited, previous);
      case EventDetails.Iteration iteration -> iteration(event, iteration, previous);
      case EventDetails.EvaluationFailed failed -> {
        OpenLine line =
            climb(previous, visit -> visit.isOpen() && visit.state.equals(failed.state()));
        line.current().fail(new Problem(failed.error(), failed.cause()));
        yield line;
      }
      case EventDetails details -> other(event, details, previous);
    };
  }

  private OpenLine enter(HistoryEvent event, EventDetails.StateEntered entered, OpenLine previous) {
    OpenLine line = previous;
    if (types.get(event.previousEventId()) == EventType.ParallelStateStarted) {
      line = previous.current().newLine(previous, false, previous.current().branches++);
    }
    String type = event.type().name();
    line.enter(
        new OpenVisit(
            entered.name(),
            type.substring(0, type.length() - ENTERED.length()),
            entered.input(),
            event.timestampMillis()));
    return line;
  }

  private static OpenLine exit(
      HistoryEvent event, EventDetails.StateExited exited, OpenLine previous) {
    String type = event.type().name();
    String state = type.substring(0, type.length() - EXITED.length());
    OpenLine line =
        climb(
            previous,
            visit ->
                visit.exitedMillis == null
                    && visit.state.equals(exited.name())
                    && visit.type.equals(state));
    line.current().exit(exited, event.timestampMillis());
    return line;
  }

  private static OpenLine iteration(
      HistoryEvent event, EventDetails.Iteration iteration, OpenLine previous) {
    OpenLine map = climb(previous, visit -> visit.running && visit.state.equals(iteration.name()));
    if (event.type() == EventType.MapIterationStarted) {
      return map.current().newLine(map, true, iteration.index());
    }
    OpenLine line = map.current().line(iteration.index());
    line.end(
        switch (event.type()) {
          case MapIterationSucceeded -> Ending.SUCCEEDED;
          case MapIterationFailed -> Ending.FAILED;
          default -> Ending.ABORTED;
        });
    return line;
  }

  private OpenLine other(HistoryEvent event, EventDetails details, OpenLine previous) {
    return switch (event.type()) {
      case ExecutionSucceeded -> {
        status = ExecutionStatus.SUCCEEDED;
        output = details instanceof EventDetails.Output(Payload text) ? text : null;
        yield root;
      }
      case ExecutionFailed -> ended(ExecutionStatus.FAILED, details);
      case ExecutionTimedOut -> ended(ExecutionStatus.TIMED_OUT, details);
      case ExecutionAborted -> ended(ExecutionStatus.ABORTED, details);
      case ExecutionRedriven -> {
        status = ExecutionStatus.RUNNING;
        problem = null;
        root.takeUp();
        yield root;
      }
      case ParallelStateStarted, MapStateStarted -> {
        OpenLine line = climb(previous, visit -> visit.isContainer() && !visit.running);
        line.current().running = true;
        line.current().branches = 0;
        yield line;
      }
      case ParallelStateSucceeded, MapStateSucceeded -> joined(previous, Ending.SUCCEEDED);
      case ParallelStateFailed, MapStateFailed -> joined(previous, Ending.FAILED);
      case ParallelStateAborted, MapStateAborted -> joined(previous, Ending.ABORTED);
      case TaskStateAborted, WaitStateAborted -> {
        // AWS writes it behind the failure of a branch's own task, too: that one failed.
        if (previous.current().ending != Ending.FAILED) {
          previous.current().ending = Ending.ABORTED;
        }
        yield previous;
      }
      default -> {
        Attempts.apply(previous, event, details);
        yield previous;
      }
    };
  }

  private OpenLine ended(ExecutionStatus how, EventDetails details) {
    status = how;
    problem =
        details instanceof EventDetails.Failure(String error, String cause)
            ? new Problem(error, cause)
            : null;
    return root;
  }

  private static OpenLine joined(OpenLine previous, Ending ending) {
    OpenLine line = climb(previous, visit -> visit.running);
    line.current().running = false;
    line.current().ending = ending;
    return line;
  }

  /// The nearest line from here upwards whose current state is as wanted; the line itself when
  /// there is none, which a history that somebody has cut may bring about.
  private static OpenLine climb(OpenLine from, Predicate<OpenVisit> wanted) {
    for (OpenLine line = from; line != null; line = line.parent()) {
      OpenVisit visit = line.last();
      if (visit != null && wanted.test(visit)) {
        return line;
      }
    }
    return from;
  }
}
