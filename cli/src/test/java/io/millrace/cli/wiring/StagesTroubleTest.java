package io.millrace.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.stages.redrive.DeadLetters;
import io.millrace.local.s3.S3Endpoint;
import io.millrace.local.sqs.SqsEndpoint;
import io.millrace.local.sqs.SqsSettings;
import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.chain.ChainReader;
import io.millrace.pipelines.stages.output.StageJson;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/// Everything that can go wrong with a message between the topic and the last stage: it ends in a
/// named error at the right place, and is not lost.
class StagesTroubleTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String BUCKET = "trouble-stages";

  @TempDir private static Path data;
  private static Installation installation;
  private static StageClients clients;

  /// Endpoints that stand in for those that were closed.
  private static final Closing replaced = new Closing();

  private static Chain chain(String name, String handler) {
    return ChainReader.read(
        """
        chain: %s
        type: EXPRESS
        bucket: %s
        stages:
          - name: First
            handler: %s
            timeoutSeconds: 1
            retry: {intervalSeconds: 1, maxAttempts: 0}
          - name: Last
            handler: io.millrace.cli.wiring.TroubleStage
            timeoutSeconds: 10
            retry: {intervalSeconds: 1, maxAttempts: 0}
        """
            .formatted(name, BUCKET, handler));
  }

  @BeforeAll
  static void start() {
    var chains =
        List.of(
            chain("trouble", TroubleStage.class.getName()),
            chain("too-much", TooMuch.class.getName()));
    var stages = new StagesOptions(chains, 0, Duration.ofSeconds(2), 3, 4, null);
    installation =
        Installation.start(
            new InstallationOptions(data, 0, null, null, false, stages, null, null, null, Map.of()),
            _ -> false,
            reason -> {
              throw new AssertionError(reason);
            });
    installation.letTasksRun();
    installation.letMessagesCome();
    var endpoints = new HashMap<String, URI>(installation.stages().endpoints());
    endpoints.put("sfn", URI.create("http://127.0.0.1:" + installation.port()));
    clients = StageClients.of(endpoints, Map.of());
  }

  @AfterAll
  static void stop() {
    clients.close();
    installation.close();
    replaced.close();
  }

  @Test
  void aMessageThatNobodyCanReadGoesToTheDeadLetterQueueWithItsErrorInTheBucket() throws Exception {
    publish("trouble", "no-json", "no JSON at all");
    publish(
        "trouble",
        "wrong-envelope",
        "{\"Type\":\"Notification\",\"TopicArn\":\"a\",\"Message\":\"no JSON\"}");

    until(() -> deadRuns("trouble").containsAll(List.of("no-json", "wrong-envelope")));
    assertThat(failure("no-json").path("error").asText())
        .isEqualTo("io.millrace.pipelines.stages.InitialDataException");
    assertThat(failure("no-json").path("cause").asText()).contains("no JSON at all");
    assertThat(failure("wrong-envelope").path("cause").asText())
        .contains("Message of the SNS envelope");
  }

  @Test
  void aStageThatThrowsHangsOrRunsOutOfMemoryFailsUnderItsErrorsName() throws Exception {
    publish("trouble", "throws", "{\"do\":\"throw\"}");
    publish("trouble", "hangs", "{\"do\":\"hang\"}");
    publish("trouble", "exhausts", "{\"do\":\"exhaust\"}");

    until(() -> deadRuns("trouble").containsAll(List.of("throws", "hangs", "exhausts")));
    assertThat(failure("throws").path("error").asText())
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(failure("hangs").path("error").asText()).isIn("Sandbox.Timedout", "States.Timeout");
    assertThat(failure("exhausts").path("error").asText()).isEqualTo("java.lang.OutOfMemoryError");
  }

  @Test
  void anAnswerLargerThanLambdasFailsUnderLambdasName() throws Exception {
    publish("too-much", "too-much", "{}");

    until(() -> deadRuns("too-much").contains("too-much"));
    assertThat(failure("too-much").path("error").asText())
        .isEqualTo("Function.ResponseSizeTooLarge");
  }

  @Test
  void aStageThatDoesNotExistCannotBeResumedFrom() {
    publish("trouble", "lost-way", "{}", Map.of("resumeFromStage", "Stage99"));

    until(() -> deadRuns("trouble").contains("lost-way"));
  }

  @Test
  void aMessageTooLargeForAnExecutionIsKept() {
    var queue = clients.sqs().getQueueUrl(get -> get.queueName("trouble")).queueUrl();
    var mebibyte = "{\"do\":\"" + "x".repeat((1 << 20) - 200) + "\"}";

    clients
        .sqs()
        .sendMessage(
            send ->
                send.queueUrl(queue)
                    .messageBody(mebibyte)
                    .messageAttributes(
                        Map.of(
                            "runId",
                            software.amazon.awssdk.services.sqs.model.MessageAttributeValue
                                .builder()
                                .dataType("String")
                                .stringValue("mebibyte")
                                .build())));

    until(() -> deadRuns("trouble").contains("mebibyte"));
    assertThat(deadLetters("trouble").look())
        .anySatisfy(letter -> assertThat(letter.body()).isEqualTo(mebibyte));
  }

  @Test
  void whatComesWhileTheObjectsAreAwayIsDoneWhenTheyAreBack() {
    var port = installation.stages().objects().port();
    installation.stages().objects().close();
    try {
      publish("trouble", "without-objects", "{\"do\":\"nothing\"}");
      until(() -> deadRuns("trouble").contains("without-objects"));
    } finally {
      replaced.add(S3Endpoint.start(data.resolve("objects"), port));
    }
    assertThat(isDone("without-objects")).isFalse();
    deadLetters("trouble").sendBack(100, null);

    until(() -> isDone("without-objects"));
  }

  @Test
  void aTopicKeepsWhatTheQueueCannotTakeUntilItIsBack() {
    var port = installation.stages().queues().port();
    installation.stages().queues().close();
    try {
      publish("trouble", "without-queue", "{}");
    } finally {
      replaced.add(
          SqsEndpoint.start(
              data.resolve("queues"), port, SqsSettings.DEFAULTS.releasingInFlightAtStart()));
    }

    until(() -> isDone("without-queue"));
  }

  private static void publish(String chain, String run, String body) {
    publish(chain, run, body, Map.of());
  }

  private static void publish(
      String chain, String run, String body, Map<String, String> attributes) {
    var all = new HashMap<String, MessageAttributeValue>();
    all.put("runId", text(run));
    attributes.forEach((name, value) -> all.put(name, text(value)));
    var topic = clients.sns().createTopic(create -> create.name(chain)).topicArn();
    clients.sns().publish(publish -> publish.topicArn(topic).message(body).messageAttributes(all));
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  private static DeadLetters deadLetters(String chain) {
    return DeadLetters.ofQueue(clients.sqs(), chain, chain + "-dlq");
  }

  private static List<String> deadRuns(String chain) {
    return deadLetters(chain).look().stream().map(DeadLetters::runId).toList();
  }

  private static JsonNode failure(String run) throws Exception {
    var key =
        clients
            .s3()
            .listObjectsV2(list -> list.bucket(BUCKET).prefix("executions/" + run + "/failures/"))
            .contents()
            .getFirst()
            .key();
    return StageJson.MAPPER.readTree(
        clients.s3().getObjectAsBytes(get -> get.bucket(BUCKET).key(key)).asByteArray());
  }

  private static boolean isDone(String run) {
    try {
      clients
          .s3()
          .headObject(head -> head.bucket(BUCKET).key("executions/" + run + "/Last/manifest.json"));
      return true;
    } catch (NoSuchKeyException _) {
      return false;
    }
  }

  private static void until(BooleanSupplier holds) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("It did not happen within " + PATIENCE);
      }
      LockSupport.parkNanos(50_000_000);
    }
  }
}
