package io.millrace.connectors.log;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import io.millrace.connectors.aws.AwsClients;
import io.millrace.connectors.aws.AwsJsonService;
import io.millrace.runtime.log.LogDestination;
import io.millrace.runtime.log.LogEvent;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CloudWatchLogsTest {
  private static final WireMockServer AWS =
      new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
  private static AwsClients clients;

  private final LogDestination logs =
      new CloudWatchLogs(service(), Instant.parse("2026-11-23T12:00:00Z"), "abcd");

  @BeforeAll
  static void start() {
    AWS.start();
    clients =
        new AwsClients(
            "us-east-1", Map.of("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", AWS.baseUrl()), Map.of());
  }

  @AfterAll
  static void stop() {
    clients.close();
    AWS.stop();
  }

  @BeforeEach
  void forget() {
    AWS.resetAll();
  }

  @Test
  void eventsOfAMachineGoToItsOwnStreamByTimeInOrder() {
    answers("CreateLogStream", 200, "{}");
    answers("PutLogEvents", 200, "{}");

    logs.deliver("g", List.of(new LogEvent("m", 7, "second"), new LogEvent("m", 5, "first")));
    logs.deliver("g", List.of(new LogEvent("m", 8, "third")));

    AWS.verify(1, request("CreateLogStream"));
    AWS.verify(
        request("PutLogEvents")
            .withRequestBody(
                equalToJson(
                    """
                    {"logGroupName":"g","logStreamName":"states/m/2026-11-23-12-00/abcd",
                     "logEvents":[{"timestamp":5,"message":"first"},
                                  {"timestamp":7,"message":"second"}]}
                    """)));
    AWS.verify(2, request("PutLogEvents"));
  }

  @Test
  void whatIsTooMuchForOneRequestIsSentInSeveral() {
    answers("CreateLogStream", 200, "{}");
    answers("PutLogEvents", 200, "{}");

    logs.deliver("g", Collections.nCopies(10, new LogEvent("m", 1, "x".repeat(250_000))));

    AWS.verify(3, request("PutLogEvents"));
  }

  @Test
  void aGroupThatIsGoneIsSaidSoOnce() {
    answers(
        "CreateLogStream",
        400,
        "{\"__type\":\"ResourceNotFoundException\",\"message\":\"no such group\"}");

    assertThatThrownBy(() -> logs.deliver("g", List.of(new LogEvent("m", 1, "x"))))
        .hasMessage("ResourceNotFoundException: no such group");
    AWS.verify(1, request("CreateLogStream"));
  }

  @Test
  void troubleThatPassesIsWaitedOut() {
    answers("CreateLogStream", 200, "{}");
    answers("PutLogEvents", 503, "{\"__type\":\"ServiceUnavailable\"}");

    assertThatThrownBy(() -> logs.deliver("g", List.of(new LogEvent("m", 1, "x"))))
        .hasMessageStartingWith("ServiceUnavailable");
    AWS.verify(3, request("PutLogEvents"));
  }

  @Test
  void aGroupExistsByItsWholeName() {
    answers("DescribeLogGroups", 200, "{\"logGroups\":[{\"logGroupName\":\"orders-old\"}]}");
    assertThat(logs.mayExist("orders")).isFalse();
    assertThat(logs.mayExist("orders-old")).isTrue();

    answers("DescribeLogGroups", 500, "{}");
    assertThat(logs.mayExist("orders")).isTrue();
  }

  @Test
  void withoutAnEndpointNothingIsDeliveredToAws() {
    try (AwsClients elsewhere =
        new AwsClients("us-east-1", Map.of("AWS_ENDPOINT_URL_LAMBDA", AWS.baseUrl()), Map.of())) {
      assertThat(elsewhere.cloudWatchLogs()).isNull();
    }
  }

  private static AwsJsonService service() {
    return Objects.requireNonNull(clients.cloudWatchLogs());
  }

  private static void answers(String action, int status, String body) {
    AWS.stubFor(
        post(urlEqualTo("/"))
            .withHeader("X-Amz-Target", equalTo("Logs_20140328." + action))
            .willReturn(aResponse().withStatus(status).withBody(body)));
  }

  private static RequestPatternBuilder request(String action) {
    return postRequestedFor(urlEqualTo("/"))
        .withHeader("X-Amz-Target", equalTo("Logs_20140328." + action));
  }
}
