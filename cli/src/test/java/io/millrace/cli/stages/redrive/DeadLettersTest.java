package io.millrace.cli.stages.redrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.cli.wiring.StageClients;
import io.millrace.local.sqs.SqsEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

class DeadLettersTest {
  @TempDir private Path folder;
  private SqsEndpoint endpoint;
  private StageClients clients;
  private SqsClient sqs;
  private String queue;
  private String dead;

  @BeforeEach
  void start() {
    endpoint = SqsEndpoint.start(folder, 0);
    clients = StageClients.of(Map.of("sqs", endpoint.uri()), Map.of());
    sqs = clients.sqs();
    queue = sqs.createQueue(create -> create.queueName("orders")).queueUrl();
    dead = sqs.createQueue(create -> create.queueName("orders-dlq")).queueUrl();
  }

  @AfterEach
  void stop() {
    clients.close();
    endpoint.close();
  }

  @Test
  void aMessageGoesBackWithItsRunAndWithoutWhatItsFailureAdded() {
    bury(
        "body",
        Map.of(
            "runId",
            "order-17",
            "cause",
            "the publisher's own",
            "millrace.executionArn",
            "arn:x",
            "millrace.cause",
            "c"));

    assertThat(letters().sendBack(10, "Stage6")).containsExactly("order-17");

    var message = received().getFirst();
    assertThat(message.body()).isEqualTo("body");
    assertThat(attributes(message))
        .isEqualTo(
            Map.of(
                "runId", "order-17", "cause", "the publisher's own", "resumeFromStage", "Stage6"));
    assertThat(letters().look()).isEmpty();
  }

  @Test
  void aMessageWithoutARunKeepsTheIdThatNamedIt() {
    var id = bury("body", Map.of());

    assertThat(letters().sendBack(10, null)).containsExactly(id);
    assertThat(attributes(received().getFirst())).isEqualTo(Map.of("runId", id));
  }

  @Test
  void theMessageOfAFailedExecutionBelongsToTheRunThatItsFirstIdNamed() {
    var first = "2c26b46b-68ff-468f-9b45-3c1d30413413";
    bury("body", Map.of("millrace.messageId", first));

    assertThat(letters().sendBack(10, null)).containsExactly(first);
  }

  @Test
  void aStageThatAnEarlierWayBackNamedIsForgottenAndOneThatThePublisherNamedIsKept() {
    bury("ours", Map.of("runId", "order-17"));
    bury("theirs", Map.of("runId", "order-18", "resumeFromStage", "Stage2"));
    letters().sendBack(1, "Stage6");
    var returned = received().getFirst();
    sqs.sendMessage(
        send ->
            send.queueUrl(dead)
                .messageBody(returned.body())
                .messageAttributes(returned.messageAttributes()));

    assertThat(letters().sendBack(10, null)).containsExactlyInAnyOrder("order-17", "order-18");

    assertThat(received())
        .extracting(DeadLettersTest::attributes)
        .containsExactlyInAnyOrder(
            Map.of("runId", "order-17"), Map.of("runId", "order-18", "resumeFromStage", "Stage2"));
  }

  @Test
  void whatFailsAgainAtOnceGoesBackOnce() {
    for (var i = 0; i < 4; i++) {
      bury("body", Map.of("runId", "run-" + i));
    }
    // One is in somebody else's hands, so that three of four can be had.
    sqs.receiveMessage(receive -> receive.queueUrl(dead).visibilityTimeout(600));
    // Whatever comes into the queue is a dead letter again before anything else happens.
    var failing =
        new ExecutionInterceptor() {
          @Override
          public void afterExecution(Context.AfterExecution context, ExecutionAttributes more) {
            if (context.request() instanceof SendMessageRequest sent) {
              sqs.sendMessage(sent.toBuilder().queueUrl(dead).build());
            }
          }
        };
    try (var sending = client(failing)) {
      assertThat(new DeadLetters(sending, queue, dead).sendBack(100, null)).hasSize(3);
    }

    assertThat(letters().look()).hasSize(3);
  }

  @Test
  void aMessageWithTenAttributesOfItsOwnStaysAndHoldsUpNoOther() {
    var ten = new HashMap<String, String>();
    for (var i = 0; i < 10; i++) {
      ten.put("attribute-" + i, "value");
    }
    bury("full", ten);
    bury("body", Map.of("runId", "order-17"));
    var troubles = new ArrayList<String>();

    assertThat(letters().sendBack(10, null, troubles::add)).containsExactly("order-17");

    assertThat(troubles).singleElement().asString().contains("10 attributes");
    assertThat(letters().look()).extracting(Message::body).containsExactly("full");
  }

  @Test
  void noMoreThanWantedGoBackAndLookingTakesNothingAway() {
    for (var i = 0; i < 25; i++) {
      bury("body", Map.of("runId", "run-" + i));
    }

    assertThat(letters().look()).hasSize(25);
    assertThat(letters().sendBack(12, null)).hasSize(12);
    assertThat(letters().look()).hasSize(13);
  }

  @Test
  void whoIsCutOffBetweenSendingAndDeletingLeavesTheMessageInBothQueues() {
    bury("body", Map.of("runId", "order-17"));
    var cut =
        new ExecutionInterceptor() {
          @Override
          public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes more) {
            if (context.request() instanceof DeleteMessageRequest) {
              throw new IllegalStateException("cut off");
            }
          }
        };
    try (var cutOff = client(cut)) {
      assertThatThrownBy(() -> new DeadLetters(cutOff, queue, dead).sendBack(10, null))
          .hasMessageContaining("cut off");
    }

    assertThat(received()).extracting(Message::body).containsExactly("body");
    assertThat(inDeadLetterQueue()).isEqualTo(1);
  }

  private SqsClient client(ExecutionInterceptor interceptor) {
    return SqsClient.builder()
        .endpointOverride(URI.create(endpoint.uri().toString()))
        .region(software.amazon.awssdk.regions.Region.US_EAST_1)
        .credentialsProvider(
            software.amazon.awssdk.auth.credentials.StaticCredentialsProvider.create(
                software.amazon.awssdk.auth.credentials.AwsBasicCredentials.create("any", "any")))
        .httpClient(clients.http())
        .overrideConfiguration(all -> all.addExecutionInterceptor(interceptor))
        .build();
  }

  private int inDeadLetterQueue() {
    var status = endpoint.status("orders-dlq").orElseThrow();
    return status.visible() + status.inFlight();
  }

  private DeadLetters letters() {
    return DeadLetters.ofQueue(sqs, "orders", "orders-dlq");
  }

  private String bury(String body, Map<String, String> attributes) {
    var all = new HashMap<String, MessageAttributeValue>();
    attributes.forEach(
        (name, value) ->
            all.put(
                name,
                MessageAttributeValue.builder().dataType("String").stringValue(value).build()));
    return sqs.sendMessage(send -> send.queueUrl(dead).messageBody(body).messageAttributes(all))
        .messageId();
  }

  private List<Message> received() {
    return sqs.receiveMessage(
            receive -> receive.queueUrl(queue).maxNumberOfMessages(10).messageAttributeNames("All"))
        .messages();
  }

  private static Map<String, String> attributes(Message message) {
    var attributes = new HashMap<String, String>();
    message.messageAttributes().forEach((name, value) -> attributes.put(name, value.stringValue()));
    return attributes;
  }
}
