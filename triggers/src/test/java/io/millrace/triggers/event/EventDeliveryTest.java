package io.millrace.triggers.event;

import static io.millrace.testkit.Histories.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.millrace.connectors.lambda.FunctionAnswer;
import io.millrace.connectors.lambda.FunctionCall;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.journal.ExecutionWrite;
import io.millrace.engine.journal.FencedException;
import io.millrace.local.sqs.SqsEndpoint;
import io.millrace.testkit.InMemoryJournal;
import io.millrace.testkit.InMemoryJournal.Disturbance;
import io.millrace.triggers.Json;
import io.millrace.triggers.SettablePacing;
import io.millrace.triggers.pattern.EventPattern;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

class EventDeliveryTest {
  private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:";
  private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:told";
  private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:told";
  private static final String RECORDS =
      """
      [{"messageId":"m-1","body":"the order","messageAttributes":\
      {"colour":{"stringValue":"red","dataType":"String"}},"eventSource":"aws:sqs"}]\
      """;

  @TempDir private static Path folder;

  private final InMemoryJournal journal = new InMemoryJournal();
  private final SettablePacing pacing =
      new SettablePacing(Instant.ofEpochMilli(1_800_000_002_000L));
  private final List<FunctionCall> calls = new ArrayList<>();
  private final List<PublishRequest> published = new ArrayList<>();
  private boolean isFunctionBroken;
  private SqsEndpoint endpoint;
  private SqsClient sqs;

  @BeforeEach
  void startQueues() throws Exception {
    endpoint = SqsEndpoint.start(Files.createTempDirectory(folder, "sqs"), 0);
    sqs =
        SqsClient.builder()
            .region(Region.US_EAST_1)
            .endpointOverride(endpoint.uri())
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
            .build();
    for (String name : List.of("told", "dead")) sqs.createQueue(c -> c.queueName(name));
  }

  @AfterEach
  void stopQueues() {
    sqs.close();
    endpoint.close();
  }

  @Test
  void anEventHasTheShapeThatEventBridgeGivesIt() throws Exception {
    ExecutionHeader header = header("orders", "run-1");
    deliver(
        rules(RuleTarget.of("1", QUEUE + "told")),
        Happened.failed(header, "{\"a\":1}", "Boom", "it broke"));

    JsonNode event = Json.MAPPER.readTree(received("told").getFirst().body());
    assertThat(event.path("id").asText()).hasSize(36);
    ((ObjectNode) event).put("id", "ID");
    assertThat(event)
        .isEqualTo(
            Json.MAPPER.readTree(
                """
                {"version":"0","id":"ID","detail-type":"Step Functions Execution Status Change",
                 "source":"aws.states","account":"000000000000","time":"%s","region":"us-east-1",
                 "resources":["arn:aws:states:us-east-1:000000000000:execution:orders:run-1"],
                 "detail":{
                   "executionArn":"arn:aws:states:us-east-1:000000000000:execution:orders:run-1",
                   "stateMachineArn":"arn:aws:states:us-east-1:000000000000:stateMachine:orders",
                   "stateMachineVersionArn":null,"stateMachineAliasArn":null,
                   "name":"run-1","status":"FAILED","startDate":%d,"stopDate":%d,
                   "input":"{\\"a\\":1}","output":null,
                   "inputDetails":{"included":true},"outputDetails":null,
                   "error":"Boom","cause":"it broke","redriveCount":0,"redriveDate":null}}
                """
                    .formatted(
                        Instant.ofEpochSecond((header.startMillis() + 1_500) / 1_000),
                        header.startMillis(),
                        header.startMillis() + 1_500)));
  }

  @Test
  void dataThatIsTooLargeForAnEventIsLeftOut() throws Exception {
    String large = "\"" + "x".repeat(150 * 1024) + "\"";
    deliver(
        rules(RuleTarget.of("1", QUEUE + "told")),
        Happened.succeeded(header("orders", "large"), large, large));

    JsonNode detail = Json.MAPPER.readTree(received("told").getFirst().body()).get("detail");
    assertThat(detail.get("input").isNull()).isTrue();
    assertThat(detail.get("inputDetails").toString()).isEqualTo("{\"included\":false}");
    assertThat(detail.get("output").asText()).isEqualTo(large);
    assertThat(detail.get("outputDetails").toString()).isEqualTo("{\"included\":true}");
  }

  @Test
  void rulesChooseWhatIsToldToWhom() throws Exception {
    Rule failures =
        Rule.originalMessagesOfFailures(
            "failures",
            List.of("arn:aws:states:us-east-1:000000000000:stateMachine:orders"),
            QUEUE + "dead");
    deliver(
        new Rules(List.of(failures)),
        Happened.failed(header("orders", "bad"), RECORDS, "Boom", "it broke"),
        Happened.succeeded(header("orders", "good"), RECORDS, "{}"),
        Happened.failed(header("others", "bad"), RECORDS, "Boom", "it broke"));

    List<Message> dead = received("dead");
    assertThat(dead).hasSize(1);
    assertThat(dead.getFirst().body()).isEqualTo("the order");
    assertThat(texts(dead.getFirst()))
        .isEqualTo(
            Map.of(
                "colour", "red",
                "millrace.messageId", "m-1",
                "millrace.executionArn",
                    "arn:aws:states:us-east-1:000000000000:execution:orders:bad",
                "millrace.deduplicationId",
                    "arn:aws:states:us-east-1:000000000000:execution:orders:bad/FAILED/0",
                "millrace.executionStatus", "FAILED",
                "millrace.error", "Boom",
                "millrace.cause", "it broke"));
  }

  @Test
  void aListWithoutRecordsGoesAsOneMessageAndAnInputThatNoPipeMadeIsNone() throws Exception {
    deliver(
        rules(RuleTarget.originalMessages("1", QUEUE + "dead")),
        Happened.failed(header("orders", "template"), "[{\"order\":1}]", "Boom", "it broke"),
        Happened.failed(header("orders", "by hand"), "{\"runId\":\"r\"}", "Boom", "it broke"));

    assertThat(received("dead")).extracting(Message::body).containsExactly("[{\"order\":1}]");
    assertThat(journal.statusChanges().due(Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  void aChangeThatWasNotedForRulesWhichAreNotHereIsKeptForThem() throws Exception {
    Rule failures =
        Rule.originalMessagesOfFailures(
            "failures",
            List.of("arn:aws:states:us-east-1:000000000000:stateMachine:orders"),
            QUEUE + "dead");
    Rule others =
        Rule.originalMessagesOfFailures(
            "others",
            List.of("arn:aws:states:us-east-1:000000000000:stateMachine:others"),
            QUEUE + "told");
    try (EventDelivery killed = delivery(new Rules(List.of(failures)), journal)) {
      journal.commit(List.of(Happened.failed(header("orders", "run"), RECORDS, "Boom", "why")));
    }
    try (EventDelivery without = delivery(new Rules(List.of(others)), journal)) {
      assertThat(without.round()).isEqualTo(1);
    }
    assertThat(received("dead")).isEmpty();

    pacing.advance(Duration.ofMinutes(1));
    try (EventDelivery with = delivery(new Rules(List.of(failures)), journal)) {
      with.round();
    }

    assertThat(received("dead")).extracting(Message::body).containsExactly("the order");
    assertThat(journal.statusChanges().due(Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  void whatCannotBeReachedFromHereWaits() throws Exception {
    Rules rules = rules(RuleTarget.originalMessages("1", QUEUE + "dead"));
    EventTargets absent =
        EventTargets.of(this::call, new Topics(published::add), sqs, true)
            .without(Map.of(QUEUE + "dead", "the chain's queues are not here"));
    try (EventDelivery delivery =
        EventDelivery.prepare(rules, journal.statusChanges(), journal, absent, pacing)) {
      journal.commit(List.of(Happened.failed(header("orders", "run"), RECORDS, "Boom", "why")));
      delivery.round();
    }
    assertThat(received("dead")).isEmpty();

    pacing.advance(Duration.ofSeconds(1));
    try (EventDelivery delivery = delivery(rules, journal)) {
      delivery.round();
    }

    assertThat(received("dead")).hasSize(1);
  }

  @Test
  void aTargetThatHangsHoldsUpNobodyElse() throws Exception {
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(40);
    EventTargets targets =
        EventTargets.of(
            call -> {
              hangs.await();
              return call(call);
            },
            new Topics(_ -> told.countDown()),
            sqs,
            true);
    Rules rules = rules(RuleTarget.of("f", FUNCTION), RuleTarget.of("topic", TOPIC));
    try (EventDelivery delivery =
        EventDelivery.prepare(rules, journal.statusChanges(), journal, targets, pacing)) {
      for (int i = 0; i < 40; i++) {
        journal.commit(List.of(Happened.failed(header("orders", "run-" + i), "{}", "Boom", "why")));
      }
      delivery.start();

      assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
      hangs.countDown();
    }
  }

  @Test
  void aProcessThatIsKilledAfterItsCommitLosesNoEvent() throws Exception {
    Rules rules = rules(RuleTarget.of("1", QUEUE + "told"));
    try (EventDelivery killed = delivery(rules, journal)) {
      journal.disturb(_ -> Disturbance.KILLED_AFTER);
      List<ExecutionWrite> writes =
          List.of(Happened.failed(header("orders", "run"), "{}", "Boom", "it broke"));
      assertThatThrownBy(() -> journal.commit(writes)).isInstanceOf(FencedException.class);
    }
    assertThat(received("told")).isEmpty();

    InMemoryJournal next = journal.takeOver();
    try (EventDelivery delivery = delivery(rules, next)) {
      assertThat(delivery.round()).isEqualTo(1);
    }

    assertThat(received("told")).hasSize(1);
    assertThat(next.statusChanges().due(Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  void onlyTheTargetThatDidNotTakeItIsAskedAgainLater() throws Exception {
    isFunctionBroken = true;
    Rules rules = rules(RuleTarget.of("queue", QUEUE + "told"), RuleTarget.of("f", FUNCTION));
    try (EventDelivery delivery = delivery(rules, journal)) {
      journal.commit(List.of(Happened.failed(header("orders", "run"), "{}", "Boom", "why")));
      delivery.round();
      assertThat(calls).hasSize(1);
      assertThat(delivery.round()).as("due before its time").isZero();

      isFunctionBroken = false;
      pacing.advance(Duration.ofSeconds(1));
      delivery.round();
    }

    assertThat(calls).hasSize(2);
    assertThat(calls.getLast().payload()).contains("\"status\":\"FAILED\"");
    assertThat(received("told")).hasSize(1);
    assertThat(journal.statusChanges().due(Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  void whatATargetNeverTakesGoesToItsDeadLetterQueue() throws Exception {
    isFunctionBroken = true;
    RuleTarget target =
        new RuleTarget(
            "f",
            FUNCTION,
            null,
            "$.detail.name",
            null,
            false,
            RetryPolicy.of(1, Duration.ofHours(1)),
            QUEUE + "dead");
    try (EventDelivery delivery = delivery(rules(target), journal)) {
      journal.commit(List.of(Happened.failed(header("orders", "run"), "{}", "Boom", "why")));
      delivery.round();
      assertThat(received("dead")).isEmpty();
      pacing.advance(Duration.ofSeconds(1));
      delivery.round();
    }

    Message dead = received("dead").getFirst();
    assertThat(dead.body()).isEqualTo("\"run\"");
    assertThat(texts(dead))
        .containsEntry("TARGET_ARN", FUNCTION)
        .containsEntry("RULE_ARN", "rule/f")
        .containsEntry("ERROR_MESSAGE", "the function failed: out of order");
    assertThat(journal.statusChanges().due(Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  void anOriginalMessageIsNeverGivenUp() throws Exception {
    Rules rules = rules(RuleTarget.originalMessages("1", QUEUE + "late"));
    try (EventDelivery delivery = delivery(rules, journal)) {
      journal.commit(List.of(Happened.failed(header("orders", "run"), RECORDS, "Boom", "why")));
      for (int attempt = 0; attempt < 300; attempt++) {
        delivery.round();
        pacing.advance(Duration.ofMinutes(10));
      }
      sqs.createQueue(c -> c.queueName("late"));
      delivery.round();
    }

    assertThat(received("late")).extracting(Message::body).containsExactly("the order");
  }

  @Test
  void topicsAndWebhooksGetTheEvent() throws Exception {
    List<String> posted = new ArrayList<>();
    HttpServer hook =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hook.createContext(
        "/",
        exchange -> {
          posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    hook.start();
    try {
      String url = "http://127.0.0.1:" + hook.getAddress().getPort() + "/hook";
      deliver(
          rules(RuleTarget.of("topic", TOPIC), RuleTarget.of("hook", url)),
          Happened.failed(header("orders", "run"), "{}", "Boom", "why"));
    } finally {
      hook.stop(0);
    }

    assertThat(posted).hasSize(1);
    assertThat(Json.MAPPER.readTree(posted.getFirst()).at("/detail/name").asText())
        .isEqualTo("run");
    assertThat(published).hasSize(1);
    assertThat(published.getFirst().topicArn()).isEqualTo(TOPIC);
    assertThat(published.getFirst().message()).isEqualTo(posted.getFirst());
  }

  @Test
  void aWebhookIntoThisMachinesNetworksWantsTheOperatorsLeave() throws Exception {
    EventTargets guarded = EventTargets.of(this::call, new Topics(published::add), sqs, false);
    Rules rules = rules(RuleTarget.of("hook", "http://169.254.169.254/latest"));
    try (EventDelivery delivery =
        EventDelivery.prepare(rules, journal.statusChanges(), journal, guarded, pacing)) {
      journal.commit(List.of(Happened.failed(header("orders", "run"), "{}", "Boom", "why")));
      delivery.round();
    }

    assertThat(journal.statusChanges().due(Long.MAX_VALUE, 10).getFirst().attempts()).isEqualTo(1);
  }

  @Test
  void aDisabledRuleTellsNobody() {
    Rule rule = rules(RuleTarget.of("1", QUEUE + "told")).all().getFirst();
    Rules rules = new Rules(List.of(new Rule("off", rule.pattern(), false, rule.targets())));

    assertThat(rules.interest().statuses()).isEmpty();
  }

  private void deliver(Rules rules, ExecutionWrite... writes) throws InterruptedException {
    try (EventDelivery delivery = delivery(rules, journal)) {
      journal.commit(List.of(writes));
      delivery.round();
    }
  }

  private EventDelivery delivery(Rules rules, InMemoryJournal of) {
    return EventDelivery.prepare(
        rules,
        of.statusChanges(),
        of,
        EventTargets.of(this::call, new Topics(published::add), sqs, true),
        pacing);
  }

  private static Rules rules(RuleTarget... targets) {
    return new Rules(
        List.of(
            new Rule(
                "rule",
                EventPattern.parse("{\"detail\":{\"status\":[\"FAILED\",\"SUCCEEDED\"]}}"),
                true,
                List.of(targets))));
  }

  private FunctionAnswer call(FunctionCall call) {
    calls.add(call);
    return FunctionAnswer.inProcess(
        200,
        "$LATEST",
        isFunctionBroken ? "Unhandled" : null,
        isFunctionBroken ? "out of order" : "null",
        null,
        "request");
  }

  private List<Message> received(String queue) {
    String url = sqs.getQueueUrl(q -> q.queueName(queue)).queueUrl();
    return sqs.receiveMessage(
            r -> r.queueUrl(url).maxNumberOfMessages(10).messageAttributeNames("All"))
        .messages();
  }

  private static Map<String, String> texts(Message message) {
    Map<String, String> texts = new HashMap<>();
    message.messageAttributes().forEach((name, value) -> texts.put(name, value.stringValue()));
    return texts;
  }

  /// SNS behind AWS's own interface: says what was published.
  private record Topics(Consumer<PublishRequest> published) implements SnsClient {
    @Override
    public PublishResponse publish(PublishRequest request) {
      published.accept(request);
      return PublishResponse.builder().messageId("1").build();
    }

    @Override
    public String serviceName() {
      return "sns";
    }

    @Override
    public void close() {}
  }
}
