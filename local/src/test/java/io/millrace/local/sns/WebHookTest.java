package io.millrace.local.sns;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.local.sqs.SqsEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// Subscribers that are addressed by URL, on this machine.
class WebHookTest {
  /// One retry, at the least delay there is.
  private static final String ONE_RETRY =
      "{\"healthyRetryPolicy\":{\"numRetries\":1,\"numNoDelayRetries\":1,"
          + "\"minDelayTarget\":1,\"maxDelayTarget\":1}}";

  @TempDir private Path folder;
  private final LinkedBlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final ConcurrentLinkedQueue<Integer> answers = new ConcurrentLinkedQueue<>();
  private HttpServer hook;
  private SqsEndpoint queues;
  private SnsEndpoint endpoint;
  private SnsClient sns;

  private record Received(String type, String body) {}

  @BeforeEach
  void start() throws IOException {
    hook = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    hook.createContext("/", this::receive);
    hook.start();
    queues = SqsEndpoint.start(folder.resolve("sqs"), 0);
    endpoint = SnsEndpoint.start(folder.resolve("sns"), 0, queues.uri());
    sns = Clients.sns(endpoint.uri());
  }

  @AfterEach
  void stop() {
    sns.close();
    endpoint.close();
    queues.close();
    hook.stop(0);
  }

  @Test
  void aHookIsAskedForConfirmationAndGetsNothingBeforeIt() throws Exception {
    var topic = sns.createTopic(r -> r.name("hooked")).topicArn();
    assertThat(
            sns.subscribe(r -> r.topicArn(topic).protocol("http").endpoint(url()))
                .subscriptionArn())
        .isEqualTo("pending confirmation");
    sns.publish(r -> r.topicArn(topic).message("too early"));

    confirm();
    sns.publish(r -> r.topicArn(topic).message("in time"));
    var notification = received.take();
    assertThat(notification.type()).isEqualTo("Notification");
    assertThat(Json.MAPPER.readTree(notification.body()).path("Message").asText())
        .isEqualTo("in time");
  }

  @Test
  void aHookThatFailsIsTriedAgainAndThenTheMessageIsADeadLetter() throws Exception {
    var topic = sns.createTopic(r -> r.name("failing")).topicArn();
    try (var sqs = Clients.sqs(queues.uri())) {
      var dead = sqs.createQueue(r -> r.queueName("dead")).queueUrl();
      sns.subscribe(
          r ->
              r.topicArn(topic)
                  .protocol("http")
                  .endpoint(url())
                  .attributes(
                      Map.of(
                          "RawMessageDelivery",
                          "true",
                          "DeliveryPolicy",
                          ONE_RETRY,
                          "RedrivePolicy",
                          "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:dead\"}")));
      confirm();

      answers.add(500);
      sns.publish(r -> r.topicArn(topic).message("second time lucky"));
      assertThat(received.take().body()).isEqualTo("second time lucky");
      assertThat(received.take().body()).isEqualTo("second time lucky");

      answers.add(503);
      answers.add(429);
      sns.publish(r -> r.topicArn(topic).message("hopeless"));
      assertThat(sqs.receiveMessage(r -> r.queueUrl(dead).waitTimeSeconds(20)).messages())
          .extracting(Message::body)
          .containsExactly("hopeless");

      answers.add(404);
      sns.publish(r -> r.topicArn(topic).message("refused"));
      assertThat(sqs.receiveMessage(r -> r.queueUrl(dead).waitTimeSeconds(20)).messages())
          .extracting(Message::body)
          .containsExactly("refused");
    }
    assertThat(received)
        .extracting(Received::body)
        .containsExactly("hopeless", "hopeless", "refused");
  }

  @Test
  void whatAHookDidNotGetIsDeliveredAfterARestart() throws Exception {
    var topic = sns.createTopic(r -> r.name("restarted")).topicArn();
    sns.subscribe(r -> r.topicArn(topic).protocol("http").endpoint(url()));
    confirm();
    answers.add(500);
    sns.publish(r -> r.topicArn(topic).message("kept"));
    received.take();
    sns.close();
    endpoint.close();

    endpoint = SnsEndpoint.start(folder.resolve("sns"), 0, queues.uri());
    sns = Clients.sns(endpoint.uri());
    assertThat(Json.MAPPER.readTree(received.take().body()).path("Message").asText())
        .isEqualTo("kept");
  }

  private void confirm() throws Exception {
    var confirmation = received.take();
    assertThat(confirmation.type()).isEqualTo("SubscriptionConfirmation");
    var link = Json.MAPPER.readTree(confirmation.body()).path("SubscribeURL").asText();
    try (var client = HttpClient.newHttpClient()) {
      var answer =
          client.send(HttpRequest.newBuilder(URI.create(link)).build(), BodyHandlers.ofString());
      assertThat(answer.body()).contains("<SubscriptionArn>arn:aws:sns:");
    }
  }

  private String url() {
    return "http://127.0.0.1:" + hook.getAddress().getPort() + "/hook";
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var status = answers.poll();
      exchange.sendResponseHeaders(status == null ? 200 : status, -1);
      received.add(
          new Received(exchange.getRequestHeaders().getFirst("x-amz-sns-message-type"), body));
    }
  }
}
