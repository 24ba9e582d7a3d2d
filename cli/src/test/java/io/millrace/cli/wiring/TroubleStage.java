package io.millrace.cli.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.pipelines.stages.StageRun;
import io.millrace.pipelines.stages.ValueStage;
import java.util.concurrent.CountDownLatch;

/// A stage that does what the message says: throws, hangs, asks for more memory than there is, or
/// hands the message on.
public final class TroubleStage extends ValueStage<JsonNode, JsonNode> {
  @Override
  protected JsonNode process(JsonNode message, StageRun run) throws Exception {
    switch (message.path("do").asText()) {
      case "throw" -> throw new IllegalStateException("The stage is broken.");
      case "hang" -> new CountDownLatch(1).await();
      case "exhaust" -> {
        var blocks = new long[1_000_000][];
        for (var i = 0; i < blocks.length; i++) {
          blocks[i] = new long[Integer.MAX_VALUE];
        }
      }
      default -> {
        return message;
      }
    }
    return message;
  }
}
