package io.millrace.engine.trace;

import io.millrace.asl.json.Payload;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.HistoryEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What happened in an execution. Times are milliseconds since the epoch.
///
/// @param output null unless it succeeded
/// @param problem why it ended badly, or null
/// @param lastMillis when the last event happened
/// @param visits states in the order in which they were entered
public record Trace(
    ExecutionStatus status,
    Payload input,
    @Nullable Payload output,
    @Nullable Problem problem,
    long startMillis,
    long lastMillis,
    int events,
    List<Visit> visits) {
  public Trace {
    visits = List.copyOf(visits);
  }

  /// The trace of a history, whole or as far as it goes.
  public static Trace of(List<HistoryEvent> history) {
    TraceBuilder builder = new TraceBuilder();
    history.forEach(builder::add);
    return builder.trace();
  }

  /// All visits at any depth, in the order in which they were entered within their line.
  public Stream<Visit> all() {
    List<Visit> all = new ArrayList<>();
    collect(visits, all::add);
    return all.stream();
  }

  private static void collect(List<Visit> visits, Consumer<Visit> into) {
    for (Visit visit : visits) {
      into.accept(visit);
      visit.lines.forEach(line -> collect(line.visits, into));
    }
  }

  /// An error name and a cause; AWS allows either to be absent.
  public record Problem(@Nullable String error, @Nullable String cause) {}

  /// How a visit, a line or an attempt stands.
  public enum Ending {
    /// It is not over, or the execution ended while it was not.
    OPEN,
    SUCCEEDED,
    FAILED,
    ABORTED
  }

  /// One stay in a state.
  ///
  /// @param type `Task`, `Map`, …
  /// @param input as it was entered with
  /// @param output null when it was not left
  /// @param exitedMillis null when it was not left
  /// @param assigned variables it set, as JSON texts
  /// @param attempts of a Task, the first one first
  /// @param lines branches of a Parallel, iterations of a Map
  /// @param problem an expression of it that could not be evaluated, or null
  /// @param ending FAILED also when a Catch took it on from here
  public record Visit(
      String state,
      String type,
      Payload input,
      long enteredMillis,
      @Nullable Payload output,
      @Nullable Long exitedMillis,
      Map<String, String> assigned,
      List<Attempt> attempts,
      List<Line> lines,
      @Nullable Problem problem,
      Ending ending) {
    public Visit {
      assigned = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(assigned));
      attempts = List.copyOf(attempts);
      lines = List.copyOf(lines);
    }

    /// Whether its work failed and it was left all the same: by a Catch.
    public boolean isCaught() {
      return ending == Ending.FAILED && exitedMillis != null;
    }
  }

  /// A branch or an iteration.
  ///
  /// @param index from 0; of a branch in the order in which branches were entered
  public record Line(boolean isIteration, int index, List<Visit> visits, Ending ending) {
    public Line {
      visits = List.copyOf(visits);
    }
  }

  /// One attempt of a Task.
  ///
  /// @param parameters what the service or the function was given
  /// @param endedMillis null while it runs
  /// @param output null unless it succeeded
  /// @param problem null unless it failed
  public record Attempt(
      long scheduledEventId,
      String resource,
      Payload parameters,
      long scheduledMillis,
      @Nullable Long endedMillis,
      @Nullable Payload output,
      @Nullable Problem problem) {}
}
