package io.millrace.pipelines.stages.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.pipelines.stages.PermanentStageException;
import io.millrace.pipelines.stages.output.Layout;
import io.millrace.pipelines.stages.output.StageJson;
import io.millrace.pipelines.stages.output.StageOutput;
import io.millrace.pipelines.stages.store.ObjectLocation;
import io.millrace.pipelines.stages.store.ObjectStore;
import io.millrace.pipelines.stages.store.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A run, by what its stages left in S3.
///
/// @param stages in the order of the chain, or in which they finished when that is not known
/// @param executionFailure the latest recorded failure of an Express execution of this run, or null
public record RunStatus(
    String runId, List<StageStatus> stages, StageStatus.@Nullable Failure executionFailure) {

  /// The folder in which a chain records failed Express executions.
  private static final String FAILURES = "failures";

  private static final String ERROR = "error-";

  public RunStatus {
    stages = List.copyOf(stages);
  }

  /// Reads a run. It reads the manifests and the records of failures, no outputs.
  ///
  /// @param chain the names of its stages in order, or empty when they are not known
  public static RunStatus of(ObjectStore store, String bucket, String runId, List<String> chain) {
    String root = Layout.ROOT + Layout.checked("run's id", runId) + "/";
    Map<String, List<StoredObject>> folders = new LinkedHashMap<>();
    chain.forEach(stage -> folders.put(stage, new ArrayList<>()));
    List<StoredObject> failures = new ArrayList<>();
    for (StoredObject object : store.list(new ObjectLocation(bucket, root))) {
      String[] path = object.location().key().substring(root.length()).split("/", 2);
      if (path.length == 2 && path[0].equals(FAILURES) && !chain.contains(FAILURES)) {
        failures.add(object);
      } else if (path.length == 2) {
        folders.computeIfAbsent(path[0], _ -> new ArrayList<>()).add(object);
      }
    }
    List<StageStatus> stages = new ArrayList<>();
    folders.forEach((stage, objects) -> stages.add(stage(store, bucket, runId, stage, objects)));
    if (chain.isEmpty()) {
      stages.sort(
          Comparator.comparing(one -> Objects.requireNonNullElse(one.finished(), Instant.MAX)));
    }
    return new RunStatus(runId, timed(stages), latest(store, failures));
  }

  private static List<StageStatus> timed(List<StageStatus> stages) {
    List<StageStatus> timed = new ArrayList<>();
    Instant previous = null;
    for (StageStatus stage : stages) {
      timed.add(stage.after(previous));
      if (stage.finished() != null) {
        previous = stage.finished();
      }
    }
    return timed;
  }

  private static StageStatus stage(
      ObjectStore store, String bucket, String runId, String stage, List<StoredObject> objects) {
    var folder = new ObjectLocation(bucket, Layout.folder(runId, stage));
    List<StoredObject> errors =
        objects.stream().filter(object -> name(object).startsWith(ERROR)).toList();
    var failure = latest(store, errors);
    if (isPublished(objects)) {
      try {
        return published(
            StageOutput.find(store, bucket, runId, stage), stage, objects, errors.size(), failure);
      } catch (PermanentStageException e) {
        return unpublished(
            stage,
            StageStatus.State.DAMAGED,
            folder,
            objects,
            errors.size(),
            new StageStatus.Failure(e.getClass().getSimpleName(), e.getMessage(), null));
      }
    }
    var state =
        failure != null
            ? StageStatus.State.FAILED
            : objects.isEmpty() ? StageStatus.State.NOT_REACHED : StageStatus.State.UNFINISHED;
    return unpublished(stage, state, folder, objects, errors.size(), failure);
  }

  private static boolean isPublished(List<StoredObject> objects) {
    return objects.stream()
        .map(RunStatus::name)
        .anyMatch(name -> name.equals(Layout.MANIFEST) || name.equals(Layout.SUCCESS));
  }

  private static StageStatus published(
      StageOutput output,
      String stage,
      List<StoredObject> objects,
      int failedAttempts,
      StageStatus.@Nullable Failure failure) {
    var manifest = output.manifest();
    return new StageStatus(
        stage,
        StageStatus.State.SUCCEEDED,
        manifest != null && manifest.publishedAt() != null
            ? time(manifest.publishedAt())
            : modified(objects, Layout.SUCCESS),
        null,
        manifest == null ? null : manifest.records(),
        output.bytes(),
        output.parts().size(),
        output.folder().toString(),
        failedAttempts,
        failure);
  }

  private static StageStatus unpublished(
      String stage,
      StageStatus.State state,
      ObjectLocation folder,
      List<StoredObject> objects,
      int failedAttempts,
      StageStatus.@Nullable Failure failure) {
    var parts = objects.stream().filter(object -> !name(object).startsWith(ERROR)).toList();
    return new StageStatus(
        stage,
        state,
        null,
        null,
        null,
        parts.stream().mapToLong(StoredObject::bytes).sum(),
        parts.size(),
        folder.toString(),
        failedAttempts,
        failure);
  }

  private static String name(StoredObject object) {
    String key = object.location().key();
    return key.substring(key.lastIndexOf('/') + 1);
  }

  private static @Nullable Instant modified(List<StoredObject> objects, String name) {
    return objects.stream()
        .filter(object -> name(object).equals(name))
        .map(StoredObject::modified)
        .findFirst()
        .orElse(null);
  }

  private static StageStatus.@Nullable Failure latest(
      ObjectStore store, List<StoredObject> records) {
    return records.stream()
        .max(Comparator.comparing(StoredObject::modified))
        .flatMap(record -> store.find(record.location()))
        .map(content -> failure(content.bytes()))
        .orElse(null);
  }

  private static StageStatus.Failure failure(byte[] record) {
    try {
      JsonNode node = StageJson.MAPPER.readTree(record);
      return new StageStatus.Failure(
          node.path("error").asText("unknown"),
          node.hasNonNull("cause") ? node.path("cause").asText() : null,
          time(node.path("at").asText("")));
    } catch (IOException e) {
      return new StageStatus.Failure("unknown", "its record cannot be read", null);
    }
  }

  private static @Nullable Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      return null;
    }
  }
}
