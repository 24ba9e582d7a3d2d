package io.millrace.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProtocolTest {
  private static final String CREATE =
      "{\"name\":\"one\",\"roleArn\":\"arn:aws:iam::000000000000:role/r\",\"definition\":"
          + "\"{\\\"StartAt\\\":\\\"A\\\",\\\"States\\\":{\\\"A\\\":{\\\"Type\\\":\\\"Succeed\\\"}}}\"}";

  private static TestServer server;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    server = new TestServer();
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    http.close();
    server.close();
  }

  @Test
  void anAnswerIsAwsJsonWithARequestIdAndTimesInSeconds() throws Exception {
    HttpResponse<String> answer = send("AWSStepFunctions.CreateStateMachine", CREATE);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-amz-json-1.0");
    assertThat(UUID.fromString(answer.headers().firstValue("x-amzn-RequestId").orElseThrow()))
        .extracting(UUID::version)
        .isEqualTo(4);
    assertThat(answer.body())
        .isEqualTo(
            "{\"stateMachineArn\":\"arn:aws:states:us-east-1:000000000000:stateMachine:one\","
                + "\"creationDate\":"
                + TestServer.NOW.getEpochSecond()
                + ".250}");
  }

  @Test
  void operationsThatAreNotThereAreUnknown() throws Exception {
    for (String target : new String[] {"AWSStepFunctions.TestState", "Other.StartExecution"}) {
      HttpResponse<String> answer = send(target, "{}");

      assertThat(answer.statusCode()).as(target).isEqualTo(400);
      assertThat(type(answer))
          .as(target)
          .isEqualTo("com.amazon.coral.service#UnknownOperationException");
    }
    HttpResponse<String> untold =
        http.send(
            HttpRequest.newBuilder(server.uri()).POST(BodyPublishers.ofString("{}")).build(),
            BodyHandlers.ofString());
    assertThat(type(untold)).isEqualTo("com.amazon.coral.service#UnknownOperationException");
  }

  @Test
  void whatIsNotJsonCannotBeRead() throws Exception {
    HttpResponse<String> answer = send("AWSStepFunctions.ListStateMachines", "{\"maxResults\":");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(type(answer)).isEqualTo("com.amazon.coral.service#SerializationException");
  }

  @Test
  void errorsOfTheServiceAndViolatedConstraintsHaveTheirOwnNamespaces() throws Exception {
    HttpResponse<String> wrongArn =
        send("AWSStepFunctions.DescribeStateMachine", "{\"stateMachineArn\":\"x\"}");
    assertThat(wrongArn.body())
        .isEqualTo(
            "{\"__type\":\"com.amazonaws.swf.service.v2.model#InvalidArn\","
                + "\"message\":\"Invalid Arn: 'Invalid ARN prefix: x'\"}");

    HttpResponse<String> nothing = send("AWSStepFunctions.DescribeStateMachine", "{}");
    assertThat(type(nothing)).isEqualTo("com.amazon.coral.validate#ValidationException");
  }

  @Test
  void aRequestThatIsTooLongIsRefusedHoweverItIsSent() throws Exception {
    byte[] body = "x".repeat(65 * 1024).getBytes(StandardCharsets.UTF_8);

    assertThat(send(BodyPublishers.ofByteArray(body)).statusCode()).isEqualTo(413);
    assertThat(
            send(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))).statusCode())
        .isEqualTo(413);
  }

  @Test
  void aBodySentInChunksIsRead() throws Exception {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);

    HttpResponse<String> answer =
        send(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Json.parse(answer.body()).has("stateMachines")).isTrue();
  }

  @Test
  void aPageInABrowserIsRefused() throws Exception {
    HttpResponse<String> answer =
        http.send(
            request("AWSStepFunctions.ListStateMachines", BodyPublishers.ofString("{}"))
                .header("Origin", "http://rebound.example:8083")
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void aTakenPortIsAnError() {
    assertThatThrownBy(() -> new TestServer(ApiConfig.onPort(server.uri().getPort())).close())
        .hasCauseInstanceOf(BindException.class);
  }

  @Test
  void healthIsAskedWithGet() throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(server.uri().resolve("/health")).build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void aServerThatHasHaltedIsNotHealthy() throws Exception {
    try (TestServer fenced = new TestServer()) {
      fenced.fence();

      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(fenced.uri().resolve("/health")).build(),
              BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("Another server has taken over");
    }
  }

  @Test
  void largeBodiesThatDoNotArriveKeepNoSmallOnesOut() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try (TestServer crowded = new TestServer(ApiConfig.onPort(0))) {
      for (int i = 0; i < 32; i++) {
        silent.add(announce(crowded));
      }
      // The first that is one too many is told so; until then they are still arriving.
      String refused = "";
      while (refused.isEmpty()) {
        silent.add(announce(crowded));
        refused = statusIfAny(silent.getLast());
      }
      assertThat(refused).startsWith("HTTP/1.1 503");

      HttpResponse<String> small =
          http.send(
              HttpRequest.newBuilder(crowded.uri())
                  .header("X-Amz-Target", "AWSStepFunctions.ListStateMachines")
                  .POST(BodyPublishers.ofString("{}"))
                  .build(),
              BodyHandlers.ofString());
      assertThat(small.statusCode()).isEqualTo(200);
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  /// A request whose body of 8 MB never comes.
  private static Socket announce(TestServer server) throws IOException {
    Socket socket = new Socket(server.uri().getHost(), server.uri().getPort());
    String head =
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8000000\r\n"
            + "X-Amz-Target: AWSStepFunctions.ListStateMachines\r\n\r\n{";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.setSoTimeout(500);
    return socket;
  }

  /// The first line of the answer, empty when none comes.
  private static String statusIfAny(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    } catch (SocketTimeoutException _) {
      return "";
    }
  }

  private static HttpResponse<String> send(String target, String body)
      throws IOException, InterruptedException {
    return http.send(
        request(target, BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> send(BodyPublisher body)
      throws IOException, InterruptedException {
    return http.send(
        request("AWSStepFunctions.ListStateMachines", body).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String target, BodyPublisher body) {
    return HttpRequest.newBuilder(server.uri())
        .version(HttpClient.Version.HTTP_1_1)
        .header("Content-Type", "application/x-amz-json-1.0")
        .header("X-Amz-Target", target)
        .POST(body);
  }

  private static String type(HttpResponse<String> answer) throws IOException {
    JsonNode body = Json.parse(answer.body());
    return body.path("__type").textValue();
  }
}
