package io.millrace.cli.book;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.progress.StageNews;
import io.millrace.cli.progress.StageNews.ChapterEnded;
import io.millrace.cli.progress.StageNews.ChapterStarted;
import io.millrace.cli.progress.StageNews.ChaptersCounted;
import io.millrace.cli.progress.StageNews.StageEnded;
import io.millrace.cli.progress.StageNews.StageStarted;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventDetails.ActivityScheduled;
import io.millrace.engine.history.EventDetails.ActivityStarted;
import io.millrace.engine.history.EventDetails.EvaluationFailed;
import io.millrace.engine.history.EventDetails.ExecutionStart;
import io.millrace.engine.history.EventDetails.Failure;
import io.millrace.engine.history.EventDetails.Iteration;
import io.millrace.engine.history.EventDetails.LambdaScheduled;
import io.millrace.engine.history.EventDetails.MapStarted;
import io.millrace.engine.history.EventDetails.None;
import io.millrace.engine.history.EventDetails.Output;
import io.millrace.engine.history.EventDetails.StateEntered;
import io.millrace.engine.history.EventDetails.StateExited;
import io.millrace.engine.history.EventDetails.TaskFailure;
import io.millrace.engine.history.EventDetails.TaskOutput;
import io.millrace.engine.history.EventDetails.TaskScheduled;
import io.millrace.engine.history.EventDetails.TaskStarted;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads an execution's history as news of its stages: a stage is one of the named states, a
/// chapter is an iteration of a Map state with that name. Events come in order, each once. Not
/// thread-safe.
final class HistoryNews {
  private final Map<String, String> stages;
  private final Map<Long, String> mapOfEvent = new HashMap<>();
  private final Set<Long> failedExits = new HashSet<>();
  private final Set<Long> brokenAttempts = new HashSet<>();

  /// @param stages the states that are stages, with the names under which they are told
  HistoryNews(Map<String, String> stages) {
    this.stages = Map.copyOf(stages);
  }

  /// What a watcher should be told about this event, if anything.
  Optional<StageNews> read(HistoryEvent event) {
    Instant at = Instant.ofEpochMilli(event.timestampMillis());
    return switch (event.details()) {
      case StateEntered(String name, _) -> {
        if (event.type() == EventType.MapStateEntered) mapOfEvent.put(event.id(), name);
        yield stage(name).map(stage -> new StageStarted(at, stage));
      }
      case StateExited exited -> {
        if (reportsFailure(exited)) failedExits.add(event.id());
        boolean made = !brokenAttempts.contains(event.previousEventId());
        yield stage(exited.name()).map(stage -> new StageEnded(at, stage, made));
      }
      case MapStarted(int length) ->
          stage(mapOfEvent.getOrDefault(event.previousEventId(), ""))
              .map(stage -> new ChaptersCounted(at, stage, length));
      case Iteration(String name, int index) ->
          stage(name).map(stage -> iteration(event, at, stage, index));
      case TaskFailure _ -> {
        brokenAttempts.add(event.id());
        yield Optional.empty();
      }
      case None _,
          EventDetails.MapRunStarted _,
          EventDetails.MapRunRedriven _,
          EventDetails.ExecutionRedriven _,
          ExecutionStart _,
          Output _,
          Failure _,
          TaskScheduled _,
          TaskStarted _,
          TaskOutput _,
          LambdaScheduled _,
          ActivityScheduled _,
          ActivityStarted _,
          EvaluationFailed _ ->
          Optional.empty();
    };
  }

  private StageNews iteration(HistoryEvent event, Instant at, String stage, int index) {
    if (event.type() == EventType.MapIterationStarted) return new ChapterStarted(at, stage, index);
    boolean made =
        event.type() == EventType.MapIterationSucceeded
            && !failedExits.contains(event.previousEventId());
    return new ChapterEnded(at, stage, index, made);
  }

  private Optional<String> stage(String state) {
    return Optional.ofNullable(stages.get(state));
  }

  /// An iteration that tolerates its chapter's failure ends with a status record that says so.
  private static boolean reportsFailure(StateExited exited) {
    String text = exited.output().text();
    if (!text.contains("failed")) return false;
    JsonNode status = exited.output().node().path("status");
    return status.asText().endsWith("failed");
  }
}
