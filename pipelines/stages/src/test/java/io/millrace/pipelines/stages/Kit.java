package io.millrace.pipelines.stages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.pipelines.stages.output.RecordSink;
import io.millrace.pipelines.stages.output.Records;
import io.millrace.pipelines.stages.output.StageJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/// Calls stages as Lambda does, and small stages to call.
final class Kit {
  private Kit() {}

  /// A row of test data.
  record Row(int id, String text) {}

  static JsonNode call(StageServices services, Stage<?, ?> stage, JsonNode event)
      throws IOException {
    var answer = new ByteArrayOutputStream();
    new StageHandler(services, stage)
        .handleRequest(
            new ByteArrayInputStream(StageJson.MAPPER.writeValueAsBytes(event)), answer, null);
    return StageJson.MAPPER.readTree(answer.toByteArray());
  }

  static JsonNode call(Stage<?, ?> stage, JsonNode event) throws IOException {
    return call(TestS3.services(), stage, event);
  }

  static ObjectNode event(String run, String stage) {
    return StageJson.MAPPER
        .createObjectNode()
        .put("runId", run)
        .put("currentStage", stage)
        .put("workflowBucket", TestS3.BUCKET);
  }

  static ObjectNode event(String run, String stage, String previous) {
    return event(run, stage).put("previousStage", previous);
  }

  static JsonNode manifest(String run, String stage) throws IOException {
    return StageJson.MAPPER.readTree(
        TestS3.text("executions/" + run + "/" + stage + "/manifest.json"));
  }

  /// The key of a part of a published output.
  static String part(String run, String stage, int number) throws IOException {
    var name = manifest(run, stage).path("parts").path(number).path("name").asText();
    return "executions/" + run + "/" + stage + "/" + name;
  }

  /// Makes rows 1 to `count` out of `{"count": …}`.
  static final class Rows extends RecordStage<JsonNode, Row> {
    @Override
    protected void process(Records<JsonNode> input, RecordSink<Row> output, StageRun run) {
      for (var one : input) {
        for (var id = 1; id <= one.path("count").asInt(); id++) {
          output.write(new Row(id, "row " + id));
        }
      }
    }
  }

  /// Hands rows on as they are.
  static class Copy extends RecordStage<Row, Row> {
    @Override
    protected void process(Records<Row> input, RecordSink<Row> output, StageRun run)
        throws Exception {
      input.forEach(output::write);
    }
  }

  /// Adds the ids of all rows up.
  static final class Sum extends ValueStage<List<Row>, Integer> {
    @Override
    protected Integer process(List<Row> input, StageRun run) {
      return input.stream().mapToInt(Row::id).sum();
    }
  }

  /// All rows as one value.
  static final class Collect extends ValueStage<List<Row>, List<Row>> {
    @Override
    protected List<Row> process(List<Row> input, StageRun run) {
      return input;
    }
  }

  /// Publishes rows as the first stage of a run.
  static void rows(String run, String stage, int count) throws IOException {
    var event = event(run, stage);
    event.putObject("initialData").put("count", count);
    call(new Rows(), event);
  }
}
