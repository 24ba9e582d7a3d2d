package io.millrace.cli.book;

import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.runtime.execution.Executions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Follows one execution's history to its end. Not thread-safe.
final class ExecutionWatch {
  private static final int PAGE_EVENTS = 500;

  private final Executions executions;
  private final String arn;
  private long nextEventId = 1;
  private @Nullable Ending ending;
  private long firstMillis;
  private long lastMillis;

  ExecutionWatch(Executions executions, String arn) {
    this.executions = executions;
    this.arn = arn;
  }

  /// How an execution ended.
  sealed interface Ending {
    /// With this output, JSON.
    record Succeeded(String output) implements Ending {}

    /// By an error of its own.
    record Failed(@Nullable String error, @Nullable String cause) implements Ending {}

    /// Before its work was done, by its time limit: it goes on counting while no process runs.
    record TimedOut() implements Ending {}

    /// Before its work was done, by StopExecution.
    record Stopped(@Nullable String error, @Nullable String cause) implements Ending {}

    /// Whether the same work may be asked for again, because nothing was wrong with it.
    default boolean wasCutOff() {
      return this instanceof TimedOut || this instanceof Stopped;
    }
  }

  /// Events that are new since the last call, oldest first; at most a page.
  List<HistoryEvent> news() {
    List<HistoryEvent> events = executions.history(arn, nextEventId, false, PAGE_EVENTS);
    if (!events.isEmpty()) {
      if (nextEventId == 1) firstMillis = events.getFirst().timestampMillis();
      lastMillis = events.getLast().timestampMillis();
      nextEventId = events.getLast().id() + 1;
      ending = ending(events.getLast());
    }
    return events;
  }

  /// How it ended, once [#news] has come to the last event.
  Optional<Ending> ending() {
    return Optional.ofNullable(ending);
  }

  /// From its first event to the last one seen, by the clock that wrote the history; the time in
  /// which no process ran counts, too.
  Duration lasted() {
    return Duration.ofMillis(lastMillis - firstMillis);
  }

  private static @Nullable Ending ending(HistoryEvent last) {
    return switch (last.type()) {
      case ExecutionSucceeded ->
          last.details() instanceof EventDetails.Output(var output)
              ? new Ending.Succeeded(output.text())
              : new Ending.Succeeded("{}");
      case ExecutionTimedOut -> new Ending.TimedOut();
      case ExecutionFailed ->
          last.details() instanceof EventDetails.Failure(String error, String cause)
              ? new Ending.Failed(error, cause)
              : new Ending.Failed(null, null);
      case ExecutionAborted ->
          last.details() instanceof EventDetails.Failure(String error, String cause)
              ? new Ending.Stopped(error, cause)
              : new Ending.Stopped(null, null);
      default -> null;
    };
  }
}
