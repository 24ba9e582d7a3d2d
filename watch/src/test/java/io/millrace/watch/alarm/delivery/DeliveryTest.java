package io.millrace.watch.alarm.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.millrace.watch.alarm.Alarm;
import io.millrace.watch.alarm.AlarmChange;
import io.millrace.watch.metrics.Metric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;

/// Alarms reach people: through a webhook and through SNS, in CloudWatch's form.
class DeliveryTest {
  private static final AlarmChange.Place PLACE =
      new AlarmChange.Place("aws", "us-east-1", "000000000000");
  private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:alarms";

  private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
  private final AtomicInteger failuresFirst = new AtomicInteger();
  private final BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] answer =
              "<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>"
                  .getBytes(StandardCharsets.UTF_8);
          boolean fail = failuresFirst.getAndDecrement() > 0;
          exchange.sendResponseHeaders(fail ? 503 : 200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  private Delivery delivery(AlarmTarget... targets) {
    return new Delivery(List.of(targets), pauses::add);
  }

  @Test
  void aWebhookIsPostedWhatCloudWatchSends() throws Exception {
    try (Delivery delivery = delivery(new WebhookTarget(PLACE, true))) {
      delivery.accept(change(url(), TOPIC));

      JsonNode message = new ObjectMapper().readTree(bodies.poll(30, TimeUnit.SECONDS));
      assertThat(message.path("AlarmName").asText()).isEqualTo("Failures");
      assertThat(message.path("NewStateValue").asText()).isEqualTo("ALARM");
      assertThat(message.path("OldStateValue").asText()).isEqualTo("OK");
      assertThat(message.path("StateChangeTime").asText())
          .isEqualTo("2026-11-23T12:00:00.000+0000");
      assertThat(message.path("AlarmArn").asText())
          .isEqualTo("arn:aws:cloudwatch:us-east-1:000000000000:alarm:Failures");
      assertThat(message.path("AlarmActions")).as("secrets in URLs stay out").isEmpty();
      assertThat(message.path("Trigger"))
          .isEqualTo(
              new ObjectMapper()
                  .readTree(
                      """
                      {"MetricName":"ExecutionsFailed","Namespace":"AWS/States",
                       "StatisticType":"Statistic","Statistic":"SUM","Unit":null,
                       "Dimensions":[{"value":"m","name":"StateMachineArn"}],"Period":60,
                       "EvaluationPeriods":1,"DatapointsToAlarm":1,
                       "ComparisonOperator":"GreaterThanThreshold","Threshold":0.0,
                       "TreatMissingData":"notBreaching","EvaluateLowSampleCountPercentile":""}
                      """));
    }
  }

  @Test
  void aTopicIsPublishedToWithASubject() throws Exception {
    try (SnsClient sns = sns();
        Delivery delivery = delivery(new SnsTarget(() -> sns, PLACE))) {
      delivery.accept(change(TOPIC));

      String body = URLDecoder.decode(bodies.poll(30, TimeUnit.SECONDS), StandardCharsets.UTF_8);
      assertThat(body)
          .contains("Action=Publish", "TopicArn=" + TOPIC)
          .contains("Subject=ALARM: \"Failures\" in us-east-1")
          .contains("\"NewStateReason\":\"because\"");
    }
  }

  @Test
  void aTargetThatFailsIsTriedAgainAfterAPause() throws Exception {
    failuresFirst.set(2);
    try (Delivery delivery = delivery(new WebhookTarget(PLACE, true))) {
      delivery.accept(change(url()));
      for (int i = 0; i < Delivery.TRIES; i++) {
        assertThat(bodies.poll(30, TimeUnit.SECONDS)).isNotNull();
      }

      assertThat(pauses).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(4));
    }
  }

  @Test
  void networksOfThisMachineAreReachedOnlyWhenAllowedAndOthersOnlyByHttps() {
    try (WebhookTarget guarded = new WebhookTarget(PLACE, false)) {
      assertThatThrownBy(() -> guarded.tell(url(), change(url())))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("MILLRACE_HTTP_PRIVATE=allow");
      assertThatThrownBy(() -> guarded.tell("http://192.0.2.1/", change()))
          .hasMessageContaining("must be https");
      assertThatThrownBy(() -> guarded.tell("https://user:secret@example.com/", change()))
          .hasMessageContaining("must not have a user")
          .hasMessageNotContaining("secret");
    }
    assertThat(bodies).isEmpty();
  }

  @Test
  void anActionThatNobodyTakesIsRefusedAtTheStart() {
    try (Delivery delivery = delivery(new WebhookTarget(PLACE, true))) {
      assertThatThrownBy(() -> delivery.check(TOPIC))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(TOPIC);
    }
  }

  private SnsClient sns() {
    return SnsClient.builder()
        .region(Region.US_EAST_1)
        .endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
        .build();
  }

  private static AlarmChange change(String... actions) {
    return new AlarmChange(
        new Alarm(
            "Failures",
            "d",
            Metric.EXECUTIONS_FAILED,
            Map.of("StateMachineArn", "m"),
            Alarm.Statistic.Sum,
            Duration.ofMinutes(1),
            1,
            1,
            0,
            Alarm.Comparison.GreaterThanThreshold,
            Alarm.MissingData.notBreaching,
            true,
            List.of(actions).stream()
                .filter(one -> !one.equals(TOPIC) || actions.length == 1)
                .toList(),
            List.of(),
            List.of()),
        Alarm.State.OK,
        Alarm.State.ALARM,
        "because",
        Instant.parse("2026-11-23T12:00:00Z"));
  }
}
