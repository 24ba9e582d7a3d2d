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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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

  /// Says to every server that reads this file what shall fail from now on.
  public void write(Path file) throws IOException {
    var json = StageJson.MAPPER.createObjectNode().put("stage", stage).put("percent", percent);
    Files.writeString(file, StageJson.text(json));
  }

  /// The handler, except that the file's runs fail inside the stage. The file is read each time, so
  /// that it can be changed and deleted; where there is none, nothing fails.
  static RequestStreamHandler around(
      RequestStreamHandler handler, StageServices services, Path file) {
    return (event, answer, context) -> {
      var bytes = event.readAllBytes();
      var chosen = handler;
      try {
        var said = StageJson.MAPPER.readTree(Files.readString(file));
        var faults = new StageFaults(said.path("stage").asText(), said.path("percent").asDouble());
        var request = StageJson.MAPPER.readTree(bytes);
        if (request.path("currentStage").asText().equals(faults.stage)
            && faults.fails(request.path("runId").asText())) {
          chosen = new StageHandler(services, new Failing());
        }
      } catch (NoSuchFileException _) {
        // Nothing fails, or nothing any more.
      }
      chosen.handleRequest(new ByteArrayInputStream(bytes), answer, context);
    };
  }

  private static final class Failing extends ValueStage<JsonNode, JsonNode> {
    @Override
    protected JsonNode process(JsonNode input, StageRun run) {
      throw new PermanentStageException(
          "Run " + run.runId() + " was made to fail at " + run.stage() + ".");
    }
  }
}
