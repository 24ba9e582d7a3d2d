package io.millrace.local.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.local.sqs.SqsEndpoint;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sns.model.Tag;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// Topics as the AWS SDK sees them, and what arrives in queues and functions.
class SnsEndpointTest {
  @TempDir private Path folder;
  private final LinkedBlockingQueue<String> invoked = new LinkedBlockingQueue<>();
  private SqsEndpoint queues;
  private SnsEndpoint endpoint;
  private SqsClient sqs;
  private SnsClient sns;

  @BeforeEach
  void start() {
    queues = SqsEndpoint.start(folder.resolve("sqs"), 0);
    sqs = Clients.sqs(queues.uri());
    startTopics();
  }

  @AfterEach
  void stop() {
    sns.close();
    endpoint.close();
    sqs.close();
    queues.close();
  }

  @Test
  void aQueueGetsTheEnvelopeSignedByTheCertificateThatIsServed() throws Exception {
    var topic = topic("orders");
    var queue = queue("orders");
    subscribe(topic, "orders", Map.of());
    var id =
        sns.publish(
                r ->
                    r.topicArn(topic)
                        .subject("New")
                        .message("{\"n\": 1} ü")
                        .messageAttributes(Map.of("kind", text("book"))))
            .messageId();

    var envelope = Json.MAPPER.readTree(receive(queue).getFirst().body());
    assertThat(envelope.path("Type").asText()).isEqualTo("Notification");
    assertThat(envelope.path("MessageId").asText()).isEqualTo(id);
    assertThat(envelope.path("TopicArn").asText()).isEqualTo(topic);
    assertThat(envelope.path("Subject").asText()).isEqualTo("New");
    assertThat(envelope.path("Message").asText()).isEqualTo("{\"n\": 1} ü");
    assertThat(envelope.path("MessageAttributes").path("kind").path("Value").asText())
        .isEqualTo("book");
    assertThat(envelope.path("Timestamp").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(isSigned(envelope, "SHA1withRSA")).isTrue();

    sns.setTopicAttributes(
        r -> r.topicArn(topic).attributeName("SignatureVersion").attributeValue("2"));
    sns.publish(r -> r.topicArn(topic).message("again"));
    var second = Json.MAPPER.readTree(receive(queue).getFirst().body());
    assertThat(isSigned(second, "SHA256withRSA")).isTrue();
    get(URI.create(second.path("UnsubscribeURL").asText()));
    assertThat(sns.listSubscriptions().subscriptions()).isEmpty();
  }

  @Test
  void rawDeliveryGivesTheMessageAndItsAttributesAlone() {
    var topic = topic("raw");
    var queue = queue("raw");
    subscribe(topic, "raw", Map.of("RawMessageDelivery", "true"));
    sns.publish(
        r -> r.topicArn(topic).message("as it is").messageAttributes(Map.of("kind", text("book"))));

    var message = receive(queue).getFirst();
    assertThat(message.body()).isEqualTo("as it is");
    assertThat(message.messageAttributes().get("kind").stringValue()).isEqualTo("book");
  }

  @Test
  void eachSubscriptionGetsWhatItsFilterPolicyWants() {
    var topic = topic("filtered");
    var books = queue("books");
    var cheap = queue("cheap");
    subscribe(
        topic,
        "books",
        Map.of("RawMessageDelivery", "true", "FilterPolicy", "{\"kind\":[\"book\"]}"));
    subscribe(
        topic,
        "cheap",
        Map.of(
            "RawMessageDelivery",
            "true",
            "FilterPolicyScope",
            "MessageBody",
            "FilterPolicy",
            "{\"price\":{\"euro\":[{\"numeric\":[\"<\",10]}]}}"));
    sns.publish(
        r ->
            r.topicArn(topic)
                .message("{\"price\":{\"euro\":9.5}}")
                .messageAttributes(Map.of("kind", text("film"))));
    sns.publish(
        r ->
            r.topicArn(topic)
                .message("not JSON")
                .messageAttributes(
                    Map.of(
                        "kind",
                        MessageAttributeValue.builder()
                            .dataType("String.Array")
                            .stringValue("[\"film\",\"book\"]")
                            .build())));

    assertThat(receive(books)).extracting(Message::body).containsExactly("not JSON");
    assertThat(receive(cheap))
        .extracting(Message::body)
        .containsExactly("{\"price\":{\"euro\":9.5}}");
  }

  @Test
  void aMessageMayDifferFromProtocolToProtocol() throws Exception {
    var topic = topic("structured");
    var queue = queue("structured");
    subscribe(topic, "structured", Map.of("RawMessageDelivery", "true"));
    var function = "arn:aws:lambda:us-east-1:000000000000:function:index";
    sns.subscribe(r -> r.topicArn(topic).protocol("lambda").endpoint(function));
    sns.publish(
        r ->
            r.topicArn(topic)
                .messageStructure("json")
                .message("{\"default\":\"for all\",\"sqs\":\"for queues\"}"));

    assertThat(receive(queue)).extracting(Message::body).containsExactly("for queues");
    var event = Json.MAPPER.readTree(invoked.take());
    var record = event.path("Records").path(0);
    assertThat(record.path("EventSource").asText()).isEqualTo("aws:sns");
    assertThat(record.path("Sns").path("Message").asText()).isEqualTo("for all");
    assertThat(record.path("Sns").has("SigningCertUrl")).isTrue();
  }

  @Test
  void aBatchFailsEntryByEntry() {
    var topic = topic("batch");
    var queue = queue("batch");
    subscribe(topic, "batch", Map.of("RawMessageDelivery", "true"));
    var entries = new ArrayList<PublishBatchRequestEntry>();
    entries.add(entry("a", "one"));
    entries.add(entry("b", ""));
    entries.add(entry("c", "two"));
    var answer = sns.publishBatch(r -> r.topicArn(topic).publishBatchRequestEntries(entries));

    assertThat(answer.successful()).extracting(e -> e.id()).containsExactly("a", "c");
    assertThat(answer.failed())
        .extracting(e -> e.id() + " " + e.code())
        .containsExactly("b InvalidParameter");
    assertThat(receive(queue)).extracting(Message::body).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void topicsAndSubscriptionsSurviveARestart() {
    var topic =
        sns.createTopic(
                r ->
                    r.name("kept")
                        .attributes(Map.of("DisplayName", "Kept"))
                        .tags(Tag.builder().key("team").value("books").build()))
            .topicArn();
    var queue = queue("kept");
    var subscription = subscribe(topic, "kept", Map.of("RawMessageDelivery", "true"));
    assertThat(subscribe(topic, "kept", Map.of())).isEqualTo(subscription);
    sns.close();
    endpoint.close();
    startTopics();

    assertThat(topic("kept")).isEqualTo(topic);
    var attributes = sns.getTopicAttributes(r -> r.topicArn(topic)).attributes();
    assertThat(attributes)
        .containsEntry("DisplayName", "Kept")
        .containsEntry("SubscriptionsConfirmed", "1");
    assertThat(sns.listTagsForResource(r -> r.resourceArn(topic)).tags()).hasSize(1);
    assertThat(sns.getSubscriptionAttributes(r -> r.subscriptionArn(subscription)).attributes())
        .containsEntry("RawMessageDelivery", "true")
        .containsEntry("PendingConfirmation", "false");
    sns.publish(r -> r.topicArn(topic).message("after"));
    assertThat(receive(queue)).extracting(Message::body).containsExactly("after");

    sns.deleteTopic(r -> r.topicArn(topic));
    assertThat(sns.listTopics().topics()).isEmpty();
    assertThatThrownBy(() -> sns.publish(r -> r.topicArn(topic).message("x")))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void whatAQueueCannotTakeGoesToTheDeadLetterQueue() {
    var topic = topic("dead");
    var dead = queue("letters");
    var subscription =
        subscribe(
            topic,
            "missing",
            Map.of(
                "RedrivePolicy",
                "{\"deadLetterTargetArn\":\"" + arn("letters") + "\"}",
                "RawMessageDelivery",
                "true"));
    sns.publish(r -> r.topicArn(topic).message("homeless"));

    assertThat(waitFor(dead)).extracting(Message::body).containsExactly("homeless");
    sns.unsubscribe(r -> r.subscriptionArn(subscription));
    assertThat(sns.listSubscriptionsByTopic(r -> r.topicArn(topic)).subscriptions()).isEmpty();
  }

  @Test
  void publishingWhileTheQueueServiceIsAwayIsKeptAndDeliveredLater() {
    var topic = topic("away");
    queue("away");
    subscribe(topic, "away", Map.of("RawMessageDelivery", "true"));
    int port = queues.port();
    sqs.close();
    queues.close();
    sns.publish(r -> r.topicArn(topic).message("kept"));
    sns.close();
    endpoint.close();

    queues = SqsEndpoint.start(folder.resolve("sqs"), port);
    sqs = Clients.sqs(queues.uri());
    startTopics();
    var queue = sqs.getQueueUrl(r -> r.queueName("away")).queueUrl();
    assertThat(waitFor(queue)).extracting(Message::body).containsExactly("kept");
  }

  @Test
  void whatNoQueueTakesIsRefusedWhileItsPublisherIsThere() {
    var topic = topic("strict");
    var queue = queue("strict");
    subscribe(topic, "strict", Map.of("RawMessageDelivery", "true"));
    var eleven = new HashMap<String, MessageAttributeValue>();
    for (int i = 0; i < 11; i++) {
      eleven.put("attribute-" + i, text("value"));
    }

    assertRefused(
        "InvalidParameter",
        () -> sns.publish(r -> r.topicArn(topic).message("m").messageAttributes(eleven)));
    assertRefused(
        "InvalidParameter", () -> sns.publish(r -> r.topicArn(topic).message("bell \u0007")));
    assertRefused(
        "ParameterValueInvalid",
        () ->
            sns.publish(
                r ->
                    r.topicArn(topic)
                        .message("m")
                        .messageAttributes(
                            Map.of("n", text("twelve").toBuilder().dataType("Number").build()))));
    assertThat(queues.status("strict").orElseThrow().visible()).isZero();

    eleven.remove("attribute-10");
    sns.publish(r -> r.topicArn(topic).message("m").messageAttributes(eleven));
    assertThat(receive(queue)).hasSize(1);
  }

  @Test
  void whatIsWrongIsRefusedByAwsCodes() {
    var topic = topic("strict");
    assertRefused("InvalidParameter", () -> topic("no spaces"));
    assertRefused("InvalidParameter", () -> topic("ordered.fifo"));
    assertRefused("InvalidParameter", () -> sns.publish(r -> r.topicArn(topic).message("")));
    assertRefused(
        "InvalidParameter", () -> sns.publish(r -> r.topicArn(topic).message("x".repeat(262_145))));
    assertRefused(
        "InvalidParameter", () -> sns.publish(r -> r.topicArn(topic).message("x").subject("a\nb")));
    assertRefused("InvalidParameter", () -> sns.publish(r -> r.topicArn("topic").message("x")));
    assertRefused("NotFound", () -> sns.publish(r -> r.topicArn(topic + "2").message("x")));
    assertRefused("InvalidParameter", () -> subscribe(topic, "no queue", Map.of()));
    assertRefused(
        "InvalidParameter", () -> subscribe(topic, "q", Map.of("FilterPolicy", "{\"a\":1}")));
    assertRefused("InvalidParameter", () -> subscribe(topic, "q", Map.of("Colour", "red")));
    assertRefused(
        "InvalidParameter",
        () -> sns.subscribe(r -> r.topicArn(topic).protocol("email").endpoint("a@b.c")));
    assertRefused(
        "InvalidParameter",
        () ->
            sns.subscribe(
                r -> r.topicArn(topic).protocol("http").endpoint("http://169.254.169.254/")));
    assertRefused(
        "InvalidParameter", () -> sns.confirmSubscription(r -> r.topicArn(topic).token("guess")));
    assertRefused(
        "NotFound", () -> sns.getSubscriptionAttributes(r -> r.subscriptionArn(topic + ":no")));
    assertRefused(
        "EmptyBatchRequest",
        () -> sns.publishBatch(r -> r.topicArn(topic).publishBatchRequestEntries(List.of())));
  }

  @Test
  void aRequestThatIsNotSignedOrNoRequestAtAllIsRefused() throws Exception {
    assertThat(post("Action=ListTopics", Map.of()))
        .contains("<Code>MissingAuthenticationToken</Code>");
    var signed = Map.of("Authorization", "AWS4-HMAC-SHA256 Credential=a");
    assertThat(post("Action=Dance", signed)).contains("<Code>InvalidAction</Code>");
    assertThat(post("Action=Publish&Message=%zz", signed))
        .contains("<Code>InvalidParameter</Code>");
    assertThat(post("\u0000\u0001", signed)).contains("<Code>InvalidAction</Code>");
    assertThat(post("Action=Publish&Message=" + "x".repeat(3 << 20), signed))
        .contains("<Code>RequestEntityTooLarge</Code>");
  }

  private static void assertRefused(String code, Runnable request) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            SnsException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).as(e.getMessage()).isEqualTo(code));
  }

  private void startTopics() {
    var settings =
        SnsSettings.DEFAULTS.withSqs(queues.uri()).withFunctions((_, event) -> invoked.add(event));
    endpoint = SnsEndpoint.start(folder.resolve("sns"), 0, settings);
    sns = Clients.sns(endpoint.uri());
  }

  private boolean isSigned(JsonNode envelope, String algorithm) throws Exception {
    var pem = get(URI.create(envelope.path("SigningCertURL").asText()));
    var certificate =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    certificate.verify(certificate.getPublicKey());
    var signature = Signature.getInstance(algorithm);
    signature.initVerify(certificate.getPublicKey());
    signature.update(Signer.canonical(envelope).getBytes(StandardCharsets.UTF_8));
    return signature.verify(Base64.getDecoder().decode(envelope.path("Signature").asText()));
  }

  private static String get(URI uri) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }

  private String post(String body, Map<String, String> headers) throws Exception {
    var request =
        HttpRequest.newBuilder(endpoint.uri()).POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString()).body();
    }
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  private static PublishBatchRequestEntry entry(String id, String message) {
    return PublishBatchRequestEntry.builder().id(id).message(message).build();
  }

  private String topic(String name) {
    return sns.createTopic(r -> r.name(name)).topicArn();
  }

  private String queue(String name) {
    return sqs.createQueue(r -> r.queueName(name)).queueUrl();
  }

  private static String arn(String queue) {
    return "arn:aws:sqs:us-east-1:000000000000:" + queue;
  }

  private String subscribe(String topic, String queue, Map<String, String> attributes) {
    return sns.subscribe(
            r -> r.topicArn(topic).protocol("sqs").endpoint(arn(queue)).attributes(attributes))
        .subscriptionArn();
  }

  private List<Message> receive(String url) {
    return sqs.receiveMessage(
            r -> r.queueUrl(url).maxNumberOfMessages(10).messageAttributeNames("All"))
        .messages();
  }

  private List<Message> waitFor(String url) {
    return sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(20)).messages();
  }
}
