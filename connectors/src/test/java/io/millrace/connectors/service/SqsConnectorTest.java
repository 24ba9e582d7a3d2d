package io.millrace.connectors.service;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Resource;
import io.millrace.connectors.aws.AwsClients;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Messages for a queue whose host cannot be looked up from here: `.invalid` never can (RFC 2606).
class SqsConnectorTest {
  private final WireMockServer sqs =
      new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));

  @BeforeEach
  void start() {
    sqs.start();
  }

  @AfterEach
  void stop() {
    sqs.stop();
  }

  @Test
  void aMessageThatTheEndpointTakesIsSentWhateverTheQueuesHost() throws InterruptedException {
    sqs.stubFor(
        post("/")
            .willReturn(
                aResponse()
                    .withBody(
                        "{\"MessageId\":\"m\",\"MD5OfMessageBody\":"
                            + "\"49f68a5c8493ec2c0bf489821c21fc3b\"}")));

    assertThat(send())
        .isInstanceOfSatisfying(
            TaskOutcome.Succeeded.class,
            sent -> assertThat(sent.output().node().path("MessageId").asText()).isEqualTo("m"));
  }

  @Test
  void aMessageThatTheEndpointRefusesFailsOverTheMissingHost() throws InterruptedException {
    sqs.stubFor(
        post("/")
            .willReturn(
                aResponse()
                    .withStatus(400)
                    .withBody("{\"__type\":\"com.amazonaws.sqs#QueueDoesNotExist\"}")));

    assertThat(send())
        .isInstanceOfSatisfying(
            TaskOutcome.Failed.class,
            failed -> {
              assertThat(failed.error()).isEqualTo("SQS.SdkClientException");
              assertThat(failed.cause())
                  .startsWith("Unable to execute HTTP request: queues.invalid");
            });
  }

  private TaskOutcome send() throws InterruptedException {
    try (var clients =
        new AwsClients("us-east-1", Map.of("AWS_ENDPOINT_URL", sqs.baseUrl()), Map.of())) {
      return new SqsConnector(clients)
          .carryOut(
              new TaskAttempt(
                  new UUID(7, 8),
                  "arn:aws:states:us-east-1:000000000000:execution:book:one",
                  3,
                  "Send",
                  new Resource.ServiceIntegration(
                      "arn:aws:states:::sqs:sendMessage",
                      "sqs",
                      "sendMessage",
                      Resource.Pattern.REQUEST_RESPONSE),
                  Payload.ofText(
                      "{\"QueueUrl\":\"http://queues.invalid/1/q\",\"MessageBody\":\"hi\"}"),
                  Long.MAX_VALUE,
                  null,
                  null,
                  null,
                  null));
    }
  }
}
