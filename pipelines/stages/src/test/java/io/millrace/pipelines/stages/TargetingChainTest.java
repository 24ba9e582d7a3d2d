package io.millrace.pipelines.stages;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Payload;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.pipelines.stages.output.StageJson;
import io.millrace.pipelines.stages.targeting.CampaignRequest;
import io.millrace.pipelines.stages.targeting.Expectation;
import io.millrace.pipelines.stages.targeting.Feedback;
import io.millrace.pipelines.stages.targeting.Notification;
import io.millrace.pipelines.stages.targeting.Population;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The worked example on the real engine.
class TargetingChainTest {
  private static final String MESSAGE =
      "{\"campaign\":\"spring\",\"seed\":42,\"candidates\":10000,\"products\":4000}";
  private static final CampaignRequest REQUEST = new CampaignRequest("spring", 42, 10_000, 4_000);

  /// What a pipe hands over: a batch of one record of the queue.
  private static String batch(String messageId, String body) {
    return batch(messageId, body, Map.of());
  }

  private static String batch(String messageId, String body, Map<String, String> attributes) {
    var message =
        StageJson.MAPPER
            .createObjectNode()
            .put("messageId", messageId)
            .put("body", body)
            .put("eventSource", "aws:sqs");
    var sent = message.putObject("messageAttributes");
    attributes.forEach(
        (name, value) -> sent.putObject(name).put("stringValue", value).put("dataType", "String"));
    return StageJson.text(StageJson.MAPPER.createArrayNode().add(message));
  }

  @Test
  void tenStagesMakeWhatAnIndependentComputationExpects() throws Exception {
    try (var world = new ChainWorld(Chains.load(Chains.TARGETING))) {
      var ended = world.run("whole", batch("whole-message", MESSAGE));

      assertThat(ended.summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
      assertThat(answer(ended.output()).path("stage").asText()).isEqualTo("Stage10");
    }
    for (var stage = 1; stage <= 10; stage++) {
      assertThat(manifest("whole-message", stage).path("bytes").asLong())
          .as("bytes of stage %d", stage)
          .isBetween(5_000_000L, 50_000_000L);
    }

    var expected = new Expectation(REQUEST, "whole-message");
    assertThat(personIds("whole-message", 4)).isEqualTo(expected.capped());
    assertThat(personIds("whole-message", 5)).isEqualTo(expected.filtered());
    assertThat(personIds("whole-message", 6)).isEqualTo(expected.eligible());
    assertThat(personIds("whole-message", 7)).isEqualTo(expected.willing());
    assertThat(notifications("whole-message")).isEqualTo(expected.notifications());
    assertThat(feedback("whole-message")).isEqualTo(expected.feedback());
  }

  @Test
  void aRunThatFailedForGoodAtStageSixResumesThereAndRepeatsNoFinishedStage() throws Exception {
    var broken =
        new AtomicReference<@Nullable RuntimeException>(new PermanentStageException("bug"));
    var input = batch("resumed", MESSAGE);
    Map<String, S3Object> before;
    try (var world =
        new ChainWorld(Chains.load(Chains.TARGETING), inner -> failing("Stage6", broken, inner))) {
      var failed = world.run("first", input);

      assertThat(failed.summary().status()).isEqualTo(ExecutionStatus.FAILED);
      assertThat(failed.error()).isEqualTo(PermanentStageException.class.getName());
      assertThat(failed.cause()).contains("bug");
      before = TestS3.objects("executions/resumed/");
      assertThat(before.keySet().stream().map(key -> key.substring(0, key.indexOf('/'))))
          .contains("Stage5", "failures")
          .doesNotContain("Stage6");
      var record = StageJson.MAPPER.readTree(TestS3.text("executions/resumed/failures/first.json"));
      assertThat(record.path("stage").asText()).isEqualTo("Stage6");
      assertThat(record.path("error").asText()).isEqualTo(PermanentStageException.class.getName());

      broken.set(null);
      var arn = world.start("second", "{\"runId\":\"resumed\",\"resumeFromStage\":\"Stage6\"}");
      var resumed = world.ended(arn);

      assertThat(resumed.summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
      assertThat(world.states(arn))
          .doesNotContain("Stage1", "Stage5")
          .contains("Stage6", "Stage10");
    }

    var after = TestS3.objects("executions/resumed/");
    assertThat(stamps(after, before.keySet())).isEqualTo(stamps(before, before.keySet()));
    var lastOfBefore = before.values().stream().map(S3Object::lastModified).max(Instant::compareTo);
    assertThat(after.entrySet())
        .filteredOn(object -> !before.containsKey(object.getKey()))
        .isNotEmpty()
        .allSatisfy(
            object -> {
              assertThat(object.getKey()).matches("Stage([6-9]|10)/.*");
              assertThat(object.getValue().lastModified()).isAfterOrEqualTo(lastOfBefore.get());
            });
    assertThat(feedback("resumed")).isEqualTo(new Expectation(REQUEST, "resumed").feedback());
  }

  @Test
  void aMessageThatIsDeliveredAgainFindsTheFinishedStagesAndWritesNothing() throws Exception {
    var small = MESSAGE.replace("10000", "500").replace("4000", "100");
    try (var world = new ChainWorld(Chains.load(Chains.TARGETING))) {
      world.run("delivery-1", batch("delivered-twice", small));
      var first = TestS3.objects("executions/delivered-twice/");

      var second = world.run("delivery-2", batch("delivered-twice", small));

      assertThat(second.summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
      assertThat(answer(second.output()).path("reused").asBoolean()).isTrue();
      var again = TestS3.objects("executions/delivered-twice/");
      assertThat(stamps(again, again.keySet())).isEqualTo(stamps(first, first.keySet()));
    }
  }

  @Test
  void aPassingFailureIsRetriedAfterItsWait() throws Exception {
    var broken =
        new AtomicReference<@Nullable RuntimeException>(new IllegalStateException("hiccup"));
    var small = MESSAGE.replace("10000", "300").replace("4000", "50");
    try (var world =
        new ChainWorld(Chains.load(Chains.TARGETING), inner -> failing("Stage3", broken, inner))) {
      var arn = world.start("retried", batch("retried", small));
      world.untilFailed(arn, 1);
      broken.set(null);

      world.advance(Duration.ofSeconds(20));

      assertThat(world.ended(arn).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
      assertThat(TestS3.objects("executions/retried/Stage3/").keySet())
          .as("what was published, and the failed attempt's record")
          .anyMatch(name -> name.startsWith("error-"))
          .anyMatch(name -> name.startsWith("part-"))
          .contains("manifest.json")
          .hasSize(3);
    }
  }

  @Test
  void anUnknownStageAMissingRunAndABatchOfTwoEndInNamedErrors() throws Exception {
    try (var world = new ChainWorld(Chains.load(Chains.TARGETING))) {
      var unknown = world.run("unknown", "{\"runId\":\"x\",\"resumeFromStage\":\"Stage11\"}");
      assertThat(unknown.error()).isEqualTo("Stages.UnknownStage");
      assertThat(unknown.cause()).contains("Stage11", "The stages are Stage1, Stage2");

      var homeless = world.run("homeless", "{\"resumeFromStage\":\"Stage5\"}");
      assertThat(homeless.error()).isEqualTo("Stages.RunIdMissing");
      assertThat(homeless.cause()).contains("Stage5");

      var two = world.run("two", "[{\"body\":\"1\"},{\"body\":\"2\"}]");
      assertThat(two.error()).isEqualTo("Stages.BatchNotOne");
      assertThat(two.cause()).contains("2 messages");

      var none = world.run("none", "[]");
      assertThat(none.error()).isEqualTo("Stages.BatchNotOne");

      var absent = world.run("absent", "{\"runId\":\"nobody\",\"resumeFromStage\":\"Stage5\"}");
      assertThat(absent.error())
          .isEqualTo("io.millrace.pipelines.stages.output.OutputMissingException");

      var text = world.run("text", batch("text", "no JSON at all"));
      assertThat(text.error()).isEqualTo(InitialDataException.class.getName());
      assertThat(text.cause()).contains("no JSON at all");
    }
  }

  @Test
  void withoutARunIdTheRunIsNamedAsTheExecution() throws Exception {
    var small = MESSAGE.replace("10000", "100").replace("4000", "20");
    try (var world = new ChainWorld(Chains.load(Chains.TARGETING))) {
      world.run("named-by-execution", "{\"initialData\":" + small + "}");
    }
    assertThat(manifest("named-by-execution", 10).path("runId").asText())
        .isEqualTo("named-by-execution");
  }

  @Test
  void attributesOfAMessageNameItsRunAndWhereItStarts() throws Exception {
    var small = MESSAGE.replace("10000", "100").replace("4000", "20");
    try (var world = new ChainWorld(Chains.load(Chains.TARGETING))) {
      world.run("published-1", batch("message-1", small, Map.of("runId", "order-17")));
      var again = world.run("published-2", batch("message-2", small, Map.of("runId", "order-17")));

      assertThat(answer(again.output()).path("reused").asBoolean()).isTrue();
      assertThat(manifest("order-17", 10).path("runId").asText()).isEqualTo("order-17");
      assertThat(TestS3.objects("executions/message-1/")).isEmpty();

      var attributes = Map.of("runId", "order-17", "resumeFromStage", "Stage8");
      var arn = world.start("resumed-by-message", batch("message-3", small, attributes));
      assertThat(world.ended(arn).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
      assertThat(world.states(arn)).contains("Stage8").doesNotContain("Stage7");
    }
  }

  private static RequestStreamHandler failing(
      String stage,
      AtomicReference<@Nullable RuntimeException> failure,
      RequestStreamHandler inner) {
    return (InputStream event, OutputStream answer, Context context) -> {
      var bytes = event.readAllBytes();
      var request = StageJson.MAPPER.readTree(bytes);
      var thrown = failure.get();
      if (thrown == null || !request.path("currentStage").asText().equals(stage)) {
        inner.handleRequest(new ByteArrayInputStream(bytes), answer, context);
        return;
      }
      if (thrown instanceof IllegalStateException) {
        failingInside(request, thrown, answer, context);
      }
      throw thrown;
    };
  }

  /// The stage itself throws, so that the kit records it.
  private static void failingInside(
      JsonNode request, RuntimeException thrown, OutputStream answer, Context context)
      throws IOException {
    var stage =
        new ValueStage<JsonNode, JsonNode>() {
          @Override
          protected JsonNode process(JsonNode input, StageRun run) {
            throw thrown;
          }
        };
    new StageHandler(TestS3.services(), stage)
        .handleRequest(
            new ByteArrayInputStream(StageJson.MAPPER.writeValueAsBytes(request)), answer, context);
  }

  private static Map<String, String> stamps(Map<String, S3Object> objects, Iterable<String> keys) {
    var stamps = new HashMap<String, String>();
    for (var key : keys) {
      var object = objects.get(key);
      stamps.put(key, object == null ? "gone" : object.lastModified() + " " + object.eTag());
    }
    return stamps;
  }

  private static JsonNode answer(@Nullable Payload output) throws IOException {
    return StageJson.MAPPER.readTree(output == null ? "null" : output.text());
  }

  private static JsonNode manifest(String run, int stage) throws IOException {
    return StageJson.MAPPER.readTree(
        TestS3.text("executions/" + run + "/Stage" + stage + "/manifest.json"));
  }

  private static List<JsonNode> records(String run, int stage) throws IOException {
    var records = new ArrayList<JsonNode>();
    for (var part : manifest(run, stage).path("parts")) {
      var text =
          TestS3.text("executions/" + run + "/Stage" + stage + "/" + part.path("name").asText());
      for (var line : text.split("\n")) {
        records.add(StageJson.MAPPER.readTree(line));
      }
    }
    return records;
  }

  private static List<Integer> personIds(String run, int stage) throws IOException {
    return records(run, stage).stream()
        .map(record -> record.path("person").path("id").asInt())
        .toList();
  }

  private static List<Notification> notifications(String run) throws IOException {
    var notifications = new ArrayList<Notification>();
    for (var record : records(run, 9)) {
      notifications.add(StageJson.MAPPER.treeToValue(record, Notification.class));
    }
    return notifications;
  }

  private static Feedback feedback(String run) throws IOException {
    return StageJson.MAPPER.readValue(
        TestS3.bytes(TestS3.only("executions/" + run + "/Stage10/output-").location().key()),
        Feedback.class);
  }

  @Test
  void peopleAreTheSameWheneverTheyAreAskedFor() {
    var people = new Population(REQUEST);
    assertThat(IntStream.of(7, 3, 7).mapToObj(people::person).toList())
        .satisfies(three -> assertThat(three.getFirst()).isEqualTo(three.getLast()))
        .satisfies(three -> assertThat(three.getFirst()).isNotEqualTo(three.get(1)));
  }
}
