package io.millrace.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// Queues as the AWS SDK sees them. The SDK itself compares the checksums of bodies and attributes.
class SqsEndpointTest {
  @TempDir private Path folder;
  private final Clients.Hand clock = new Clients.Hand();
  private SqsEndpoint endpoint;
  private SqsClient sqs;

  @BeforeEach
  void start() {
    endpoint = SqsEndpoint.start(folder, 0, settings());
    sqs = Clients.of(endpoint.uri());
  }

  @AfterEach
  void stop() {
    sqs.close();
    endpoint.close();
  }

  @Test
  void aMessageIsReceivedOnceAndComesBackWhenItsVisibilityTimeoutEnds() {
    var url = queue("jobs", Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "30"));
    var sent = sqs.sendMessage(r -> r.queueUrl(url).messageBody("grüße \uD83D\uDE00 <&>\n"));

    var first = receive(url).getFirst();
    assertThat(first.messageId()).isEqualTo(sent.messageId());
    assertThat(first.body()).isEqualTo("grüße \uD83D\uDE00 <&>\n");
    assertThat(receive(url)).isEmpty();

    clock.passes(Duration.ofSeconds(30));
    var second = receive(url).getFirst();
    assertThat(second.attributes())
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2")
        .containsKeys(
            MessageSystemAttributeName.SENT_TIMESTAMP,
            MessageSystemAttributeName.APPROXIMATE_FIRST_RECEIVE_TIMESTAMP,
            MessageSystemAttributeName.SENDER_ID);
    assertThat(second.receiptHandle()).isNotEqualTo(first.receiptHandle());

    sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(second.receiptHandle()));
    sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(second.receiptHandle()));
    clock.passes(Duration.ofHours(1));
    assertThat(receive(url)).isEmpty();
  }

  @Test
  void attributesOfEveryTypeComeBackWhenAskedFor() {
    var url = queue("typed", Map.of());
    var attributes =
        Map.of(
            "text.kind",
                MessageAttributeValue.builder().dataType("String").stringValue("a").build(),
            "count",
                MessageAttributeValue.builder().dataType("Number.int").stringValue("7").build(),
            "blob",
                MessageAttributeValue.builder()
                    .dataType("Binary")
                    .binaryValue(SdkBytes.fromByteArray(new byte[] {0, 1, -1}))
                    .build());
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("x").messageAttributes(attributes));

    var message =
        sqs.receiveMessage(r -> r.queueUrl(url).messageAttributeNames("All").visibilityTimeout(0))
            .messages()
            .getFirst();
    assertThat(message.messageAttributes()).isEqualTo(attributes);
    clock.passes(Duration.ofSeconds(1));
    var some =
        sqs.receiveMessage(r -> r.queueUrl(url).messageAttributeNames("text.*"))
            .messages()
            .getFirst();
    assertThat(some.messageAttributes()).containsOnlyKeys("text.kind");
  }

  @Test
  void aReceiverThatWaitsGetsAMessageSentMeanwhile() {
    var url = queue("waiting", Map.of());
    var waiting =
        CompletableFuture.supplyAsync(
            () -> sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(20)).messages());
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("at last"));
    assertThat(waiting.join()).extracting(Message::body).containsExactly("at last");
  }

  @Test
  void aMessageReceivedTooOftenBecomesADeadLetterAndARedriveBringsItBack() {
    var dead = queue("dead", Map.of());
    var url = queue("source", Map.of());
    redrive(url, "dead", 2);
    var id = sqs.sendMessage(r -> r.queueUrl(url).messageBody("poison")).messageId();
    for (int i = 0; i < 2; i++) {
      assertThat(receive(url)).hasSize(1);
      clock.passes(Duration.ofSeconds(31));
    }

    assertThat(receive(url)).isEmpty();
    assertThat(endpoint.status("dead").orElseThrow().visible()).isEqualTo(1);
    assertThat(endpoint.oldestMessageAge("dead")).contains(Duration.ZERO);
    var letter = receive(dead).getFirst();
    assertThat(letter.messageId()).isEqualTo(id);
    assertThat(letter.attributes())
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "3")
        .containsEntry(MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN, arn("source"));

    sqs.changeMessageVisibility(
        r -> r.queueUrl(dead).receiptHandle(letter.receiptHandle()).visibilityTimeout(0));
    sqs.startMessageMoveTask(r -> r.sourceArn(arn("dead")));
    var back =
        sqs.receiveMessage(
                r ->
                    r.queueUrl(url)
                        .waitTimeSeconds(20)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
            .messages()
            .getFirst();
    assertThat(back.body()).isEqualTo("poison");
    assertThat(back.messageId()).isNotEqualTo(id);
    assertThat(back.attributes())
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1");
    assertThat(sqs.listMessageMoveTasks(r -> r.sourceArn(arn("dead"))).results())
        .singleElement()
        .matches(task -> task.approximateNumberOfMessagesToMove() == 1);
  }

  @Test
  void queuesSurviveARestartWithTheirMessagesAttributesAndTimeouts() {
    var url =
        queue(
            "kept",
            Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT,
                "600",
                QueueAttributeName.MESSAGE_RETENTION_PERIOD,
                "1209600"));
    sqs.tagQueue(r -> r.queueUrl(url).tags(Map.of("team", "books")));
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("in flight"));
    var inFlight = receive(url).getFirst();
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("waiting"));
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("delayed").delaySeconds(900));

    restart(settings());
    assertThat(sqs.listQueueTags(r -> r.queueUrl(url)).tags()).containsEntry("team", "books");
    assertThat(counts(url)).containsExactly("1", "1", "1");
    assertThat(receive(url)).extracting(Message::body).containsExactly("waiting");
    sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(inFlight.receiptHandle()));
    clock.passes(Duration.ofMinutes(15));
    assertThat(receive(url)).extracting(Message::body).containsExactly("waiting", "delayed");
  }

  @Test
  void messagesInFlightAreVisibleAtOnceWhenTheirReceiversEndedWithTheEndpoint() {
    var url = queue("released", Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "600"));
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("in flight"));
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("delayed").delaySeconds(900));
    assertThat(receive(url)).hasSize(1);

    restart(settings().releasingInFlightAtStart());
    assertThat(receive(url)).singleElement().matches(m -> m.body().equals("in flight"));
  }

  @Test
  void theEndOfTheProcessIsNoFailureOfAMessageButItIsNotForgivenForEver() {
    var dead = queue("dead", Map.of());
    var url = queue("source", Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "600"));
    redrive(url, "dead", 1);
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("poor"));

    for (int deaths = 0; deaths < 10; deaths++) {
      assertThat(receive(url)).singleElement().matches(m -> receives(m).equals("1"));
      restart(settings().releasingInFlightAtStart());
    }
    assertThat(receive(url)).hasSize(1);
    assertThat(counts(url)).as("visible, in flight, delayed").containsExactly("0", "1", "0");

    restart(settings().releasingInFlightAtStart());
    assertThat(receive(url)).isEmpty();
    assertThat(receive(dead)).hasSize(1);
    restart(settings().releasingInFlightAtStart());
    assertThat(receive(dead)).as("in somebody's hands").isEmpty();
  }

  @Test
  void handlesNameTheirMessageAlsoWhenTheClockGoesBackAcrossARestart() {
    var url = queue("handles", Map.of());
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("old"));
    var handle = receive(url).getFirst().receiptHandle();
    sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(handle));

    clock.passes(Duration.ofSeconds(-1));
    restart(settings());
    for (int i = 0; i < 5; i++) {
      sqs.sendMessage(r -> r.queueUrl(url).messageBody("new"));
    }
    sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(handle));

    assertThat(counts(url)).startsWith("5");
  }

  private static String receives(Message message) {
    return message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
  }

  @Test
  void aBatchFailsEntryByEntry() {
    var url = queue("batches", Map.of(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, "1024"));
    var sent =
        sqs.sendMessageBatch(
            r ->
                r.queueUrl(url)
                    .entries(
                        entry("a", "fine"),
                        entry("b", "x".repeat(1025)),
                        entry("c", "bad \u0001")));
    assertThat(sent.successful()).extracting(e -> e.id()).containsExactly("a");
    assertThat(sent.failed())
        .extracting(e -> e.id() + " " + e.code() + " " + e.senderFault())
        .containsExactly("b InvalidParameterValue true", "c InvalidMessageContents true");

    var handle = receive(url).getFirst().receiptHandle();
    var deleted =
        sqs.deleteMessageBatch(
            r ->
                r.queueUrl(url)
                    .entries(
                        DeleteMessageBatchRequestEntry.builder()
                            .id("1")
                            .receiptHandle(handle)
                            .build(),
                        DeleteMessageBatchRequestEntry.builder()
                            .id("2")
                            .receiptHandle("?")
                            .build()));
    assertThat(deleted.successful()).hasSize(1);
    assertThat(deleted.failed())
        .extracting(e -> e.code())
        .containsExactly("ReceiptHandleIsInvalid");
  }

  @Test
  void aMessageOfOneMebibyteIsCarriedWholeAndOneByteMoreIsRefused() {
    var url = queue("large", Map.of());
    var body = "\n".repeat(1 << 20);
    sqs.sendMessage(r -> r.queueUrl(url).messageBody(body));
    assertThat(receive(url).getFirst().body()).isEqualTo(body);
    assertThatThrownBy(() -> sqs.sendMessage(r -> r.queueUrl(url).messageBody(body + "x")))
        .hasMessageContaining("Message must be shorter than 1048576 bytes");
  }

  @Test
  void oldMessagesGoAndPurgedOnesAtOnce() {
    var url = queue("old", Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "60"));
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("old"));
    clock.passes(Duration.ofSeconds(61));
    assertThat(receive(url)).isEmpty();

    sqs.sendMessage(r -> r.queueUrl(url).messageBody("purged"));
    sqs.purgeQueue(r -> r.queueUrl(url));
    assertThat(counts(url)).containsExactly("0", "0", "0");
    restart(settings());
    assertThat(receive(url)).isEmpty();
  }

  @Test
  void aQueueMadeAnewUnderAnOldNameIsEmpty() {
    var url = queue("again", Map.of());
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("old"));
    var handle = receive(url).getFirst().receiptHandle();
    sqs.deleteQueue(r -> r.queueUrl(url));
    queue("again", Map.of());

    clock.passes(Duration.ofHours(1));
    assertThat(receive(url)).isEmpty();
    assertThatThrownBy(() -> sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(handle)))
        .hasMessageContaining("not a valid receipt handle");
  }

  private static SendMessageBatchRequestEntry entry(String id, String body) {
    return SendMessageBatchRequestEntry.builder().id(id).messageBody(body).build();
  }

  private SqsSettings settings() {
    return new SqsSettings("us-east-1", "000000000000", _ -> false, clock, _ -> {});
  }

  private void restart(SqsSettings settings) {
    stop();
    endpoint = SqsEndpoint.start(folder, 0, settings);
    sqs = Clients.of(endpoint.uri());
  }

  private String queue(String name, Map<QueueAttributeName, String> attributes) {
    return sqs.createQueue(r -> r.queueName(name).attributes(attributes)).queueUrl();
  }

  private void redrive(String url, String target, int maxReceiveCount) {
    var policy =
        "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"%d\"}"
            .formatted(arn(target), maxReceiveCount);
    sqs.setQueueAttributes(
        r -> r.queueUrl(url).attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, policy)));
  }

  private static String arn(String name) {
    return "arn:aws:sqs:us-east-1:000000000000:" + name;
  }

  private List<Message> receive(String url) {
    return sqs.receiveMessage(
            r ->
                r.queueUrl(url)
                    .maxNumberOfMessages(10)
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
        .messages();
  }

  private List<String> counts(String url) {
    var attributes =
        sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return List.of(
        String.valueOf(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)),
        String.valueOf(
            attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)),
        String.valueOf(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED)));
  }
}
