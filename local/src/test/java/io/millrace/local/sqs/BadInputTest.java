package io.millrace.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// What is wrong is refused by AWS's codes: as the SDK reports them, and on the wire.
class BadInputTest {
  @TempDir private Path folder;
  private SqsEndpoint endpoint;
  private SqsClient sqs;
  private String url;

  @BeforeEach
  void start() {
    endpoint = SqsEndpoint.start(folder, 0);
    sqs = Clients.of(endpoint.uri());
    url = sqs.createQueue(r -> r.queueName("strict")).queueUrl();
  }

  @AfterEach
  void stop() {
    sqs.close();
    endpoint.close();
  }

  @Test
  void queuesThatAreNotThereOrAreOtherwise() {
    assertThatThrownBy(() -> sqs.getQueueUrl(r -> r.queueName("none")))
        .isInstanceOfSatisfying(
            QueueDoesNotExistException.class,
            e ->
                assertThat(e.awsErrorDetails().errorCode())
                    .isEqualTo("AWS.SimpleQueueService.NonExistentQueue"));
    assertThatThrownBy(() -> sqs.receiveMessage(r -> r.queueUrl(url + "2")))
        .isInstanceOf(QueueDoesNotExistException.class);
    assertThatThrownBy(() -> create("strict", QueueAttributeName.DELAY_SECONDS, "5"))
        .isInstanceOf(QueueNameExistsException.class);
    assertThat(sqs.createQueue(r -> r.queueName("strict")).queueUrl()).isEqualTo(url);
  }

  @Test
  void namesAndAttributes() {
    refused("InvalidParameterValue", () -> sqs.createQueue(r -> r.queueName("no spaces")));
    refused("InvalidParameterValue", () -> sqs.createQueue(r -> r.queueName("x".repeat(81))));
    refused(
        "AWS.SimpleQueueService.UnsupportedOperation",
        () -> sqs.createQueue(r -> r.queueName("ordered.fifo")));
    refused(
        "InvalidAttributeValue", () -> create("a", QueueAttributeName.VISIBILITY_TIMEOUT, "43201"));
    refused("InvalidAttributeValue", () -> create("a", QueueAttributeName.DELAY_SECONDS, "soon"));
    refused(
        "InvalidAttributeName",
        () ->
            sqs.createQueue(r -> r.queueName("a").attributesWithStrings(Map.of("Colour", "red"))));
    for (var policy :
        new String[] {
          "[]",
          "{",
          "{\"maxReceiveCount\":3}",
          "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:none\",\"maxReceiveCount\":3}",
          "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:strict\",\"maxReceiveCount\":0}"
        }) {
      refused(
          "InvalidParameterValue", () -> create("a", QueueAttributeName.REDRIVE_POLICY, policy));
    }
    assertThat(sqs.listQueues().queueUrls()).containsExactly(url);
  }

  @Test
  void messagesAndReceipts() {
    refused("MissingParameter", () -> sqs.sendMessage(r -> r.queueUrl(url).messageBody("")));
    refused(
        "InvalidMessageContents",
        () -> sqs.sendMessage(r -> r.queueUrl(url).messageBody("\u0000")));
    refused(
        "InvalidParameterValue",
        () -> sqs.sendMessage(r -> r.queueUrl(url).messageBody("x").delaySeconds(901)));
    refused(
        "InvalidParameterValue",
        () -> sqs.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(11)));
    refused(
        "InvalidParameterValue",
        () -> sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(21)));
    refused(
        "ReceiptHandleIsInvalid",
        () -> sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle("made up")));

    sqs.sendMessage(r -> r.queueUrl(url).messageBody("x"));
    var handle = sqs.receiveMessage(r -> r.queueUrl(url)).messages().getFirst().receiptHandle();
    var change = visibility(handle, 0);
    change.run();
    refused("AWS.SimpleQueueService.MessageNotInflight", change);
    sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(handle));
    refused("InvalidParameterValue", change);
  }

  @Test
  void batches() {
    refused("AWS.SimpleQueueService.EmptyBatchRequest", () -> send());
    refused("AWS.SimpleQueueService.BatchEntryIdsNotDistinct", () -> send("a", "a"));
    refused("AWS.SimpleQueueService.InvalidBatchEntryId", () -> send("a b"));
    refused(
        "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
        () -> send("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"));
    var large = "x".repeat(600_000);
    refused(
        "AWS.SimpleQueueService.BatchRequestTooLong",
        () ->
            sqs.sendMessageBatch(
                r -> r.queueUrl(url).entries(entry("a", large), entry("b", large))));
    assertThat(endpoint.status("strict").orElseThrow().visible()).isZero();
  }

  @Test
  void whatIsNoRequestAtAll() throws Exception {
    assertThat(post("AmazonSQS.SendMessage", "{").body()).contains("SerializationException");
    assertThat(post("AmazonSQS.SendMessage", "[]").body()).contains("SerializationException");
    assertThat(post("AmazonSQS.SendMessage", "{\"QueueUrl\":7}").body())
        .contains("SerializationException");
    assertThat(post("AmazonSQS.SendMessage", "[".repeat(100_000)).body())
        .contains("SerializationException");
    assertThat(post("AmazonSQS.Dance", "{}").body()).contains("UnknownOperationException");
    assertThat(post("", "Action=ListQueues").body()).contains("UnknownOperationException");
    var missing = post("AmazonSQS.GetQueueUrl", "{\"QueueName\":\"none\"}");
    assertThat(missing.statusCode()).isEqualTo(400);
    assertThat(missing.headers().firstValue("x-amzn-query-error"))
        .contains("AWS.SimpleQueueService.NonExistentQueue;Sender");
    assertThat(missing.body()).contains("com.amazonaws.sqs#QueueDoesNotExist");
    var huge = post("AmazonSQS.SendMessage", "x".repeat(20 << 20));
    assertThat(huge.statusCode()).isEqualTo(413);
    assertThat(huge.body()).contains("RequestEntityTooLarge");
  }

  private static void refused(String code, Runnable request) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            SqsException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).as(e.getMessage()).isEqualTo(code));
  }

  private void create(String name, QueueAttributeName attribute, String value) {
    sqs.createQueue(r -> r.queueName(name).attributes(Map.of(attribute, value)));
  }

  private Runnable visibility(String handle, int seconds) {
    return () ->
        sqs.changeMessageVisibility(
            r -> r.queueUrl(url).receiptHandle(handle).visibilityTimeout(seconds));
  }

  @Test
  void whatIsNotSignedIsRefused() throws Exception {
    var answer = post("AmazonSQS.ListQueues", "{}", false);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("MissingAuthenticationTokenException");
  }

  private void send(String... ids) {
    var entries = Arrays.stream(ids).map(id -> entry(id, "x")).toList();
    sqs.sendMessageBatch(r -> r.queueUrl(url).entries(entries));
  }

  private static SendMessageBatchRequestEntry entry(String id, String body) {
    return SendMessageBatchRequestEntry.builder().id(id).messageBody(body).build();
  }

  private HttpResponse<String> post(String target, String body) throws Exception {
    return post(target, body, true);
  }

  private HttpResponse<String> post(String target, String body, boolean isSigned) throws Exception {
    var request =
        HttpRequest.newBuilder(endpoint.uri()).POST(HttpRequest.BodyPublishers.ofString(body));
    if (!target.isEmpty()) {
      request.header("X-Amz-Target", target);
    }
    if (isSigned) {
      request.header("Authorization", "AWS4-HMAC-SHA256 Credential=any");
    }
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }
}
