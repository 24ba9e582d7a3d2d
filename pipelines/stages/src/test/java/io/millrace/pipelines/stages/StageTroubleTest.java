package io.millrace.pipelines.stages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.chain.ChainReader;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Stages that misbehave, in a chain on the real engine: each ends in a named error.
class StageTroubleTest {
  private static Chain chain(Class<? extends Stage<?, ?>> handler) {
    return ChainReader.read(
        """
        chain: trouble
        type: STANDARD
        bucket: millrace-stages
        stages:
          - name: Only
            handler: %s
            timeoutSeconds: %d
            retry: {maxAttempts: 0}
        """
            .formatted(handler.getName(), handler == Hanging.class ? 1 : 60));
  }

  private static String errorOf(Class<? extends Stage<?, ?>> handler, String run) {
    try (var world = new ChainWorld(chain(handler))) {
      var ended = world.run(run, "{\"initialData\":{}}");
      assertThat(ended.summary().status()).isEqualTo(ExecutionStatus.FAILED);
      assertThat(ended.cause()).isNotBlank();
      assertThat(TestS3.objects("executions/" + run + "/Only/").keySet())
          .as("nothing is published")
          .noneMatch(name -> name.equals("manifest.json"));
      return String.valueOf(ended.error());
    }
  }

  /// Never comes back.
  public static final class Hanging extends ValueStage<JsonNode, JsonNode> {
    @Override
    protected JsonNode process(JsonNode input, StageRun run) throws InterruptedException {
      new CountDownLatch(1).await();
      return input;
    }
  }

  /// Asks for more memory than there is.
  public static final class Hungry extends ValueStage<JsonNode, JsonNode> {
    @Override
    protected JsonNode process(JsonNode input, StageRun run) {
      throw new OutOfMemoryError("Java heap space");
    }
  }

  /// Throws what nobody expects.
  public static final class Throwing extends ValueStage<JsonNode, JsonNode> {
    @Override
    protected JsonNode process(JsonNode input, StageRun run) {
      throw new IllegalStateException("no more tea");
    }
  }

  /// Makes more than a value may be; the kit's limit is far below Lambda's for answers.
  public static final class Talkative extends ValueStage<JsonNode, String> {
    @Override
    protected String process(JsonNode input, StageRun run) {
      return "x".repeat(7 << 20);
    }
  }

  @Test
  void aStageThatHangsIsTimedOut() {
    assertThat(errorOf(Hanging.class, "hangs")).isIn("Sandbox.Timedout", "States.Timeout");
  }

  @Test
  void aStageThatRunsOutOfMemorySaysSo() {
    assertThat(errorOf(Hungry.class, "hungry")).isEqualTo("java.lang.OutOfMemoryError");
  }

  @Test
  void aStageThatThrowsFailsUnderThatName() {
    assertThat(errorOf(Throwing.class, "throws")).isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void aLargeOutputIsNoLargeAnswer() {
    try (var world = new ChainWorld(chain(Talkative.class))) {
      var ended = world.run("talkative", "{\"initialData\":{}}");

      assertThat(ended.summary().status())
          .as(ended.error() + ": " + ended.cause())
          .isEqualTo(ExecutionStatus.SUCCEEDED);
      assertThat(String.valueOf(ended.output()).length()).isLessThan(2_000);
    }
  }
}
