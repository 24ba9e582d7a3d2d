package io.millrace.cli.wiring;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.pipelines.stages.PermanentStageException;
import io.millrace.pipelines.stages.StageHandler;
import io.millrace.pipelines.stages.StageRun;
import io.millrace.pipelines.stages.StageServices;
import io.millrace.pipelines.stages.ValueStage;
import io.millrace.pipelines.stages.output.StageJson;
import io.millrace.pipelines.stages.store.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Failures made on purpose, to show what becomes of them. Which runs fail is decided by their ids,
/// so that whoever repeats one fails again, and anybody can compute which ones it must be.
///
/// @param stage where
/// @param percent how many of all runs, 0 to 100
public record StageFaults(String stage, double percent) {
  private static final int PARTS_OF_A_PERCENT = 1_000;

  public StageFaults {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException(
          "The share of failing runs is " + percent + " %; it must be from 0 to 100.");
    }
  }

  /// Whether the run of this id fails.
  public boolean fails(String runId) {
    var hash = Sha256.digest().digest(runId.getBytes(StandardCharsets.UTF_8));
    var drawn = Math.floorMod(ByteBuffer.wrap(hash).getLong(), 100L * PARTS_OF_A_PERCENT);
    return drawn < percent * PARTS_OF_A_PERCENT;
  }

  /// The handler, except that the runs fail inside the stage which the trial names at that moment.
  static RequestStreamHandler around(
      RequestStreamHandler handler, StageServices services, StageTrial trial) {
    return (event, answer, context) -> {
      var bytes = event.readAllBytes();
      var faults = trial.faults();
      var failing = faults.isPresent() && faults.get().concerns(bytes);
      var chosen = failing ? new StageHandler(services, new Failing()) : handler;
      chosen.handleRequest(new ByteArrayInputStream(bytes), answer, context);
    };
  }

  private boolean concerns(byte[] event) throws IOException {
    var request = StageJson.MAPPER.readTree(event);
    return request.path("currentStage").asText().equals(stage)
        && fails(request.path("runId").asText());
  }

  private static final class Failing extends ValueStage<JsonNode, JsonNode> {
    @Override
    protected JsonNode process(JsonNode input, StageRun run) {
      throw new PermanentStageException(
          "Run " + run.runId() + " was made to fail at " + run.stage() + ".");
    }
  }
}
