package io.millrace.pipelines.stages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.pipelines.stages.output.Records;
import io.millrace.pipelines.stages.output.StageJson;
import io.millrace.pipelines.stages.output.StageOutput;
import io.millrace.pipelines.stages.output.StoredRecords;
import io.millrace.pipelines.stages.output.ValueReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a stage reads: the message that its run began with, or the output of the stage before it.
///
/// @param type of the value, or of one record
record StageInput<I>(Source source, JavaType type, StageServices services) {
  /// Where it comes from.
  sealed interface Source {
    record Initial(JsonNode data) implements Source {}

    record Previous(StageOutput output) implements Source {}
  }

  static <I> StageInput<I> of(
      Stage<I, ?> stage, StageRequest request, String bucket, StageServices services) {
    var type = StageJson.MAPPER.constructType(stage.getClass()).findTypeParameters(Stage.class)[0];
    var previous = request.previousStage();
    if (previous == null) {
      return new StageInput<>(
          new Source.Initial(InitialData.of(request.initialData())), type, services);
    }
    var output = StageOutput.find(services.store(), bucket, request.run(), previous);
    output.requireSchema(stage.readsSchemaVersion(), request.stage());
    return new StageInput<>(new Source.Previous(output), type, services);
  }

  long bytes() {
    return switch (source) {
      case Source.Initial(var data) -> StageJson.text(data).getBytes(StandardCharsets.UTF_8).length;
      case Source.Previous(var output) -> output.bytes();
    };
  }

  /// The same for the same content.
  String identity() {
    return switch (source) {
      case Source.Initial(var data) -> StageJson.text(data);
      case Source.Previous(var output) -> output.identity();
    };
  }

  /// All of it in memory.
  I value() {
    return switch (source) {
      case Source.Initial(var data) -> converted(data);
      case Source.Previous(var output) ->
          new ValueReader<I>(services.store(), type, services.valueBytesMax()).read(output);
    };
  }

  /// What a stage does with records.
  interface Use<I> {
    void with(Records<I> records) throws Exception;
  }

  /// Lets a stage read the records; returns how many it read. Throws what was wrong with them, even
  /// if the stage has caught it.
  long records(Use<I> stage) throws Exception {
    switch (source) {
      case Source.Initial(var data) -> {
        var records = initialRecords(data);
        stage.with(records::iterator);
        return records.size();
      }
      case Source.Previous(var output) -> {
        try (var records = new StoredRecords<I>(services.store(), output, type)) {
          stage.with(records);
          records.finish();
          return records.count();
        }
      }
    }
  }

  private List<I> initialRecords(JsonNode data) {
    var records = new ArrayList<I>();
    if (data.isArray()) {
      data.forEach(one -> records.add(converted(one)));
    } else {
      records.add(converted(data));
    }
    return records;
  }

  private I converted(JsonNode data) {
    try {
      return StageJson.MAPPER.treeToValue(data, type);
    } catch (JsonProcessingException e) {
      throw new InitialDataException(
          "The initialData is no " + type.toCanonical() + ": " + e.getOriginalMessage(), e);
    }
  }
}
