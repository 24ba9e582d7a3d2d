package io.millrace.cli.book;

import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.runtime.execution.Executions;
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

  ExecutionWatch(Executions executions, String arn) {
    this.executions = executions;
    this.arn = arn;
  }

  /// How an execution ended.
  sealed interface Ending {
    /// With this output, JSON.
    record Succeeded(String output) implements Ending {}

    /// By an error, a stop or a time limit.
    record Failed(@Nullable String error, @Nullable String cause) implements Ending {}
  }

  /// Events that are new since the last call, oldest first; at most a page.
  List<HistoryEvent> news() {
    List<HistoryEvent> events = executions.history(arn, nextEventId, false, PAGE_EVENTS);
    if (!events.isEmpty()) {
      nextEventId = events.getLast().id() + 1;
      ending = ending(events.getLast());
    }
    return events;
  }

  /// How it ended, once [#news] has come to the last event.
  Optional<Ending> ending() {
    return Optional.ofNullable(ending);
  }

  private static @Nullable Ending ending(HistoryEvent last) {
    return switch (last.type()) {
      case ExecutionSucceeded ->
          last.details() instanceof EventDetails.Output(var output)
              ? new Ending.Succeeded(output.text())
              : new Ending.Succeeded("{}");
      case ExecutionFailed, ExecutionAborted, ExecutionTimedOut ->
          last.details() instanceof EventDetails.Failure(String error, String cause)
              ? new Ending.Failed(error, cause)
              : new Ending.Failed(null, null);
      default -> null;
    };
  }
}
