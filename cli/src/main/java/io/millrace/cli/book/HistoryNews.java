package io.millrace.cli.book;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.progress.StageNews;
import io.millrace.cli.progress.StageNews.ChapterEnded;
import io.millrace.cli.progress.StageNews.ChapterStarted;
import io.millrace.cli.progress.StageNews.ChaptersCounted;
import io.millrace.cli.progress.StageNews.StageEnded;
import io.millrace.cli.progress.StageNews.StageStarted;
import io.millrace.engine.history.EventDetails.Iteration;
import io.millrace.engine.history.EventDetails.MapStarted;
import io.millrace.engine.history.EventDetails.StateEntered;
import io.millrace.engine.history.EventDetails.StateExited;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads an execution's history as news of its stages: a stage is one of the named states, a
/// chapter is an iteration of a Map state with that name. Events come in order, each once. Not
/// thread-safe.
final class HistoryNews {
  private final Set<String> stages;
  private final Map<Long, String> mapOfEvent = new HashMap<>();
  private final Map<Long, Boolean> failedExits = new HashMap<>();

  HistoryNews(List<String> stages) {
    this.stages = Set.copyOf(stages);
  }

  /// What a watcher should be told about this event, if anything.
  Optional<StageNews> read(HistoryEvent event) {
    Instant at = Instant.ofEpochMilli(event.timestampMillis());
    return switch (event.details()) {
      case StateEntered(String name, _) -> {
        if (event.type() == EventType.MapStateEntered) mapOfEvent.put(event.id(), name);
        yield news(name, new StageStarted(at, name));
      }
      case StateExited exited -> {
        if (reportsFailure(exited)) failedExits.put(event.id(), true);
        yield news(exited.name(), new StageEnded(at, exited.name()));
      }
      case MapStarted(int length) -> {
        String map = mapOfEvent.getOrDefault(event.previousEventId(), "");
        yield news(map, new ChaptersCounted(at, map, length));
      }
      case Iteration(String name, int index) -> news(name, iteration(event, at, name, index));
      default -> Optional.empty();
    };
  }

  private StageNews iteration(HistoryEvent event, Instant at, String name, int index) {
    if (event.type() == EventType.MapIterationStarted) return new ChapterStarted(at, name, index);
    boolean made =
        event.type() == EventType.MapIterationSucceeded
            && !failedExits.containsKey(event.previousEventId());
    return new ChapterEnded(at, name, index, made);
  }

  private Optional<StageNews> news(String stage, StageNews news) {
    return stages.contains(stage) ? Optional.of(news) : Optional.empty();
  }

  /// An iteration that tolerates its chapter's failure ends with a status record that says so.
  private static boolean reportsFailure(StateExited exited) {
    String text = exited.output().text();
    if (!text.contains("failed")) return false;
    JsonNode status = exited.output().node().path("status");
    return status.asText().endsWith("failed");
  }
}
