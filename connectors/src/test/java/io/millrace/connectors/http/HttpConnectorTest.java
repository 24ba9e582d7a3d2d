package io.millrace.connectors.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Resource;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpConnectorTest {
  private static final WireMockServer API =
      new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "MILLRACE_HTTP_PRIVATE",
          "allow",
          "MILLRACE_CONNECTION_BILLING",
          "{\"ApiKeyAuthParameters\":{\"ApiKeyName\":\"x-api-key\",\"ApiKeyValue\":\"secret\"}}",
          "MILLRACE_CONNECTION_SHARED",
          "{\"InvocationHttpParameters\":{\"QueryStringParameters\":[{\"Key\":\"k"
              + " y\",\"Value\":\"v&\"}]}}",
          "MILLRACE_CONNECTION_BASIC_ONE",
          "{\"BasicAuthParameters\":{\"Username\":\"u\",\"Password\":\"p\"}}");

  @BeforeAll
  static void start() {
    API.start();
  }

  @AfterAll
  static void stop() {
    API.stop();
  }

  @BeforeEach
  void forget() {
    API.resetAll();
  }

  @Test
  void aRequestCarriesTheTasksFieldsAndTheConnectionsCredentials() throws InterruptedException {
    API.stubFor(
        post(anyUrl())
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", "application/json")
                    .withHeader("X-Two", "a", "b")
                    .withBody("{\"id\":7}")));

    JsonNode answer =
        succeeded(
            call(
                "billing",
                "/v1/invoices?a=0",
                "\"Method\":\"POST\",\"RequestBody\":{\"sum\":1},\"Headers\":{\"x-api-key\":\"mine\",\"X-One\":\"1\"},\"QueryParameters\":{\"b\":[\"1\",\"2"
                    + " 3\"]}"));

    assertThat(answer.path("ResponseBody").path("id").asInt()).isEqualTo(7);
    assertThat(answer.path("StatusCode").asInt()).isEqualTo(200);
    assertThat(answer.path("StatusText").asText()).isEqualTo("OK");
    assertThat(answer.path("Headers").path("x-two")).hasSize(2);
    API.verify(
        postRequestedFor(urlEqualTo("/v1/invoices?a=0&b=1&b=2+3"))
            .withHeader("x-api-key", equalTo("secret"))
            .withHeader("X-One", equalTo("1"))
            .withHeader("Content-Type", equalTo("application/json"))
            .withRequestBody(equalToJson("{\"sum\":1}")));
  }

  @Test
  void anAnswerThatIsNoSuccessFailsTheTaskByItsNumber() throws InterruptedException {
    API.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(429).withBody("slow down")));

    assertThat(call("billing", "/", "\"Method\":\"GET\""))
        .isEqualTo(new TaskOutcome.Failed("States.Http.StatusCode.429", "slow down"));
  }

  @Test
  void redirectsAreNotFollowed() throws InterruptedException {
    API.stubFor(
        get(urlEqualTo("/")).willReturn(aResponse().withStatus(302).withHeader("Location", "/b")));

    assertThat(call("billing", "/", "\"Method\":\"GET\""))
        .isInstanceOfSatisfying(
            TaskOutcome.Failed.class,
            failed -> assertThat(failed.error()).isEqualTo("States.Http.StatusCode.302"));
    assertThat(API.getAllServeEvents()).hasSize(1);
  }

  @Test
  void basicCredentialsBecomeTheirHeader() throws InterruptedException {
    API.stubFor(get(anyUrl()).willReturn(aResponse().withBody("text")));

    assertThat(
            succeeded(call("basic-one", "/", "\"Method\":\"GET\"")).path("ResponseBody").asText())
        .isEqualTo("text");
    API.verify(getRequestedFor(anyUrl()).withHeader("Authorization", equalTo("Basic dTpw")));
  }

  @Test
  void aFormIsEncodedAsTheTaskSays() throws InterruptedException {
    API.stubFor(post(anyUrl()).willReturn(aResponse()));

    call(
        "billing",
        "/",
        "\"Method\":\"POST\",\"RequestBody\":{\"a\":[\"x\",\"y\"],\"b\":{\"c\":1}},\"Transform\":"
            + "{\"RequestBodyEncoding\":\"URL_ENCODED\","
            + "\"RequestEncodingOptions\":{\"ArrayFormat\":\"BRACKETS\"}}");

    API.verify(
        postRequestedFor(anyUrl())
            .withHeader("Content-Type", equalTo("application/x-www-form-urlencoded"))
            .withRequestBody(equalTo("a%5B%5D=x&a%5B%5D=y&b%5Bc%5D=1")));
  }

  @Test
  void binaryAndEndlessAnswersAreRefused() throws InterruptedException {
    API.stubFor(
        get(urlEqualTo("/image"))
            .willReturn(aResponse().withHeader("Content-Type", "image/png").withBody("x")));
    API.stubFor(get(urlEqualTo("/long")).willReturn(aResponse().withBody("x".repeat(262_144 + 1))));

    assertThat(error(call("billing", "/image", "\"Method\":\"GET\""))).isEqualTo("States.Runtime");
    assertThat(error(call("billing", "/long", "\"Method\":\"GET\"")))
        .isEqualTo("States.DataLimitExceeded");
  }

  @Test
  void aConnectionsQueryIsInTheAddressAlsoOfARequestWithoutABody() throws InterruptedException {
    API.stubFor(post(anyUrl()).willReturn(aResponse()));

    call("shared", "/?a=0", "\"Method\":\"POST\",\"QueryParameters\":{\"b\":\"1\"}");

    API.verify(postRequestedFor(urlEqualTo("/?a=0&b=1&k+y=v%26")).withoutHeader("Content-Type"));
    assertThat(API.getAllServeEvents().getFirst().getRequest().getBodyAsString()).isEmpty();
  }

  @Test
  @Timeout(30)
  void anAnswerWithoutEndIsLeftAsSoonAsItIsTooLong() throws Exception {
    try (EndlessApi api = new EndlessApi(8_192, Duration.ZERO);
        var http = new HttpConnector("us-east-1", ENVIRONMENT)) {
      TaskOutcome outcome =
          http.carryOut(attempt(parameters(api.url(), "billing", "\"Method\":\"GET\"")));

      assertThat(error(outcome)).isEqualTo("States.DataLimitExceeded");
    }
  }

  @Test
  @Timeout(30)
  void anAnswerThatTricklesIsLeftWhenItsTimeIsOver() throws Exception {
    try (EndlessApi api = new EndlessApi(1, Duration.ofMillis(20));
        var http = new HttpConnector("us-east-1", ENVIRONMENT, Duration.ofSeconds(1))) {
      TaskOutcome outcome =
          http.carryOut(attempt(parameters(api.url(), "billing", "\"Method\":\"GET\"")));

      assertThat(outcome)
          .isEqualTo(
              new TaskOutcome.Failed("States.Http.Socket", "The HTTP API did not answer in 1 s."));
    }
  }

  @Test
  void anUnknownConnectionSaysWhatToSet() throws InterruptedException {
    assertThat(call("my-shop", "/", "\"Method\":\"GET\""))
        .isInstanceOfSatisfying(
            TaskOutcome.Failed.class,
            failed -> assertThat(failed.cause()).contains("MILLRACE_CONNECTION_MY_SHOP"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://127.0.0.1:1/", "https://[::1]:1/", "https://localhost:1/"})
  void thisMachineIsNotReachedUnlessAllowed(String url) throws InterruptedException {
    var guarded =
        new HttpConnector(
            "us-east-1",
            Map.of(
                "MILLRACE_CONNECTION_BILLING",
                String.valueOf(ENVIRONMENT.get("MILLRACE_CONNECTION_BILLING"))));

    TaskOutcome outcome =
        guarded.carryOut(attempt(parameters(url, "billing", "\"Method\":\"GET\"")));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            TaskOutcome.Failed.class,
            failed -> {
              assertThat(failed.error()).isEqualTo("States.Http.Socket");
              assertThat(failed.cause()).contains("MILLRACE_HTTP_PRIVATE");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254", "10.1.2.3", "172.16.0.1", "192.168.0.1", "100.64.0.1", "0.0.0.0",
        "fd00::1", "fe80::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "255.255.255.255", "224.0.0.1"
      })
  void privateAddressesAreKnown(String address) throws UnknownHostException {
    assertThat(AddressGuard.isPrivate(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "93.184.215.14", "2606:4700::1111", "100.128.0.1"})
  void publicAddressesAreKnown(String address) throws UnknownHostException {
    assertThat(AddressGuard.isPrivate(InetAddress.getByName(address))).isFalse();
  }

  @Test
  void plainHttpAndUnknownFieldsAreRefused() throws InterruptedException {
    var guarded = new HttpConnector("us-east-1", Map.of());

    TaskOutcome outcome =
        guarded.carryOut(
            attempt(parameters("http://example.com/", "billing", "\"Method\":\"GET\",\"X\":1")));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            TaskOutcome.Failed.class,
            failed ->
                assertThat(failed.cause())
                    .contains("The field 'X' is not supported", "must be a valid HTTPS URL"));
  }

  private static TaskOutcome call(String connection, String path, String fields)
      throws InterruptedException {
    try (var http = new HttpConnector("us-east-1", ENVIRONMENT)) {
      return http.carryOut(attempt(parameters(API.baseUrl() + path, connection, fields)));
    }
  }

  private static String parameters(String url, String connection, String fields) {
    return "{\"ApiEndpoint\":\""
        + url
        + "\",\"Authentication\":{\"ConnectionArn\":\"arn:aws:events:us-east-1:000000000000:connection/"
        + connection
        + "/1\"},"
        + fields
        + "}";
  }

  private static JsonNode succeeded(TaskOutcome outcome) {
    assertThat(outcome).isInstanceOf(TaskOutcome.Succeeded.class);
    return ((TaskOutcome.Succeeded) outcome).output().node();
  }

  private static String error(TaskOutcome outcome) {
    assertThat(outcome).isInstanceOf(TaskOutcome.Failed.class);
    return String.valueOf(((TaskOutcome.Failed) outcome).error());
  }

  private static TaskAttempt attempt(String parameters) {
    return new TaskAttempt(
        new UUID(7, 8),
        "arn:aws:states:us-east-1:000000000000:execution:book:one",
        3,
        "Call",
        new Resource.ServiceIntegration(
            "arn:aws:states:::http:invoke", "http", "invoke", Resource.Pattern.REQUEST_RESPONSE),
        Payload.ofText(parameters),
        Long.MAX_VALUE,
        null,
        null,
        null,
        null);
  }
}
