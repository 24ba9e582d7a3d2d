package io.millrace.connectors.lambda;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static io.millrace.connectors.lambda.Attempts.direct;
import static io.millrace.connectors.lambda.Attempts.integration;
import static io.millrace.connectors.lambda.Attempts.invoke;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.millrace.asl.json.Json;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Resource;
import io.millrace.connectors.aws.AwsEndpoint;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LambdaConnectorTest {
  private static final int PAYLOAD_MAX = 1_000;

  private static final WireMockServer LAMBDA =
      new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));

  private static SdkFunctionInvoker functions;
  private static LambdaConnector connector;

  @BeforeAll
  static void startLambda() {
    LAMBDA.start();
    functions = SdkFunctionInvoker.at(new AwsEndpoint("us-east-1", URI.create(LAMBDA.baseUrl())));
    connector = new LambdaConnector(functions, PAYLOAD_MAX);
  }

  @AfterAll
  static void stopLambda() {
    functions.close();
    LAMBDA.stop();
  }

  @AfterEach
  void forget() {
    LAMBDA.resetAll();
  }

  @Test
  void handlesFunctionsAndInvokeButNothingElse() {
    assertThat(connector.handles(new Resource.LambdaFunction(Attempts.FUNCTION))).isTrue();
    assertThat(connector.handles(integration(Resource.Pattern.REQUEST_RESPONSE))).isTrue();
    assertThat(connector.handles(integration(Resource.Pattern.WAIT_FOR_TASK_TOKEN))).isTrue();
    assertThat(connector.handles(integration(Resource.Pattern.SYNC))).isFalse();
    assertThat(connector.handles(new Resource.Activity("arn:aws:states:::activity:a"))).isFalse();
    assertThat(
            connector.handles(
                new Resource.ServiceIntegration(
                    "arn:aws:states:::sqs:sendMessage",
                    "sqs",
                    "sendMessage",
                    Resource.Pattern.REQUEST_RESPONSE)))
        .isFalse();
  }

  @Test
  void aFunctionNamedDirectlyAnswersWithoutEnvelopeAndKeepsItsSpacing() throws Exception {
    answer(ok("{\"a\": [1, 2]}"));

    TaskOutcome outcome = connector.carryOut(direct("{ \"in\" : 1 }"));

    assertThat(outcome).isEqualTo(new TaskOutcome.Succeeded(Payload.ofText("{\"a\": [1, 2]}")));
    LAMBDA.verify(
        postRequestedFor(urlPathMatching("/2015-03-31/functions/.*narrate/invocations"))
            .withRequestBody(equalTo("{ \"in\" : 1 }"))
            .withHeader("X-Amz-Invocation-Type", equalTo("RequestResponse")));
  }

  @Test
  void everyCallCarriesTheNameOfItsAttempt() throws Exception {
    answer(ok("null"));
    TaskAttempt attempt = direct("{}");

    connector.carryOut(attempt);

    String header =
        LAMBDA.getAllServeEvents().getFirst().getRequest().getHeader("X-Amz-Client-Context");
    String context = new String(Base64.getDecoder().decode(header), StandardCharsets.UTF_8);
    assertThat(Json.parse(context).at("/custom/idempotencyKey").textValue())
        .isEqualTo(attempt.idempotencyKey());
  }

  @Test
  void aFailedFunctionsTypeIsTheErrorAndItsResponseTheCause() throws Exception {
    String raw = "{\"errorMessage\": \"no voice\", \"errorType\": \"VoiceMissing\"}";
    answer(ok(raw).withHeader("X-Amz-Function-Error", "Unhandled"));

    assertThat(connector.carryOut(direct("{}")))
        .isEqualTo(new TaskOutcome.Failed("VoiceMissing", raw));
    assertThat(connector.carryOut(invoke("{\"FunctionName\":\"narrate\"}")))
        .isEqualTo(
            new TaskOutcome.Failed(
                "VoiceMissing", raw.replace("\": ", "\":").replace("\", ", "\",")));
  }

  @Test
  void aFailureWithoutATypeIsLambdaUnknown() throws Exception {
    String raw =
        "{\"errorMessage\":\"2026-01-01T00:00:00.000Z 1 Task timed out after 3.00 seconds\"}";
    answer(ok(raw).withHeader("X-Amz-Function-Error", "Unhandled"));

    TaskOutcome outcome = connector.carryOut(direct("{}"));

    assertThat(outcome)
        .isEqualTo(
            new TaskOutcome.Failed(
                "Lambda.Unknown",
                "The cause could not be determined because Lambda did not return an error type."
                    + " Returned payload: "
                    + raw));
  }

  @Test
  void aMissingFunctionIsNamedAsAwsNamesIt() throws Exception {
    String message = "Function not found: arn:aws:lambda:us-east-1:000000000000:function:x:$LATEST";
    answer(refusal(404, "ResourceNotFoundException", message));

    TaskOutcome outcome = connector.carryOut(invoke("{\"FunctionName\":\"x\",\"Payload\":null}"));

    assertThat(outcome)
        .isEqualTo(
            new TaskOutcome.Failed(
                "Lambda.ResourceNotFoundException",
                message
                    + " (Service: AWSLambda; Status Code: 404; Error Code:"
                    + " ResourceNotFoundException; Request ID: r-1; Proxy: null)"));
  }

  @Test
  void refusalsThatInvokeDoesNotListShareOneName() throws Exception {
    answer(refusal(403, "AccessDeniedException", "not allowed"));
    assertThat(connector.carryOut(direct("{}")))
        .isEqualTo(
            new TaskOutcome.Failed(
                "Lambda.AWSLambdaException",
                "not allowed (Service: AWSLambda; Status Code: 403; Error Code:"
                    + " AccessDeniedException; Request ID: r-1; Proxy: null)"));

    answer(refusal(429, "TooManyRequestsException", "Rate Exceeded."));
    assertThat(connector.carryOut(direct("{}")))
        .extracting("error")
        .isEqualTo("Lambda.TooManyRequestsException");
  }

  @Test
  void aLambdaThatCannotBeReachedIsAnSdkClientException() throws Exception {
    try (SdkFunctionInvoker nowhere =
        SdkFunctionInvoker.at(new AwsEndpoint("us-east-1", URI.create("http://127.0.0.1:1")))) {
      TaskOutcome outcome = new LambdaConnector(nowhere, PAYLOAD_MAX).carryOut(direct("{}"));

      assertThat(outcome).extracting("error").isEqualTo("Lambda.SdkClientException");
      assertThat(outcome).extracting("cause").asString().contains("Connection refused");
    }
  }

  @Test
  void invokeWrapsTheAnswerInAnEnvelope() throws Exception {
    answer(ok("{\"n\": 1}"));

    JsonNode output = output(connector.carryOut(invoke("{\"FunctionName\":\"narrate\"}")));

    assertThat(output.path("Payload")).isEqualTo(Json.parse("{\"n\":1}"));
    assertThat(output.path("StatusCode").intValue()).isEqualTo(200);
    assertThat(output.path("ExecutedVersion").textValue()).isEqualTo("$LATEST");
    assertThat(output.at("/SdkHttpMetadata/HttpStatusCode").intValue()).isEqualTo(200);
    assertThat(output.at("/SdkHttpMetadata/HttpHeaders/X-Amz-Executed-Version").textValue())
        .isEqualTo("$LATEST");
    assertThat(output.at("/SdkHttpMetadata/AllHttpHeaders/x-amzn-RequestId/0").textValue())
        .isEqualTo("r-1");
    assertThat(output.at("/SdkResponseMetadata/RequestId").textValue()).isEqualTo("r-1");
    assertThat(output.properties())
        .extracting(Map.Entry::getKey)
        .containsExactly(
            "ExecutedVersion", "Payload", "SdkHttpMetadata", "SdkResponseMetadata", "StatusCode");
  }

  @Test
  void aCallbackTaskIsSubmittedOnceItsFunctionAnswered() throws Exception {
    answer(ok("null"));

    TaskOutcome outcome =
        connector.carryOut(
            invoke(
                "{\"FunctionName\":\"narrate\",\"Payload\":{\"token\":\"t\"}}",
                Resource.Pattern.WAIT_FOR_TASK_TOKEN));

    assertThat(outcome).isInstanceOf(TaskOutcome.Submitted.class);
    LAMBDA.verify(
        postRequestedFor(urlPathMatching("/2015-03-31/functions/narrate/invocations"))
            .withRequestBody(equalToJson("{\"token\":\"t\"}")));
  }

  @Test
  void everyParameterOfInvokeIsPassedOn() throws Exception {
    answer(aResponse().withStatus(202).withHeader("x-amzn-RequestId", "r-1"));

    JsonNode output =
        output(
            connector.carryOut(
                invoke(
                    "{\"FunctionName\":\"narrate\",\"Qualifier\":\"live\",\"Payload\":\"text\","
                        + "\"InvocationType\":\"Event\",\"ClientContext\":\"e30=\","
                        + "\"LogType\":\"Tail\"}")));

    assertThat(output.path("StatusCode").intValue()).isEqualTo(202);
    LAMBDA.verify(
        postRequestedFor(urlPathMatching("/2015-03-31/functions/narrate/invocations"))
            .withQueryParam("Qualifier", equalTo("live"))
            .withHeader("X-Amz-Invocation-Type", equalTo("Event"))
            .withHeader("X-Amz-Client-Context", equalTo("e30="))
            .withHeader("X-Amz-Log-Type", equalTo("Tail"))
            .withRequestBody(equalTo("\"text\"")));
  }

  @Test
  void aTextThatIsItselfJsonIsSentAsThatJson() throws Exception {
    answer(ok("null"));

    connector.carryOut(invoke("{\"FunctionName\":\"narrate\",\"Payload\":\"{\\\"n\\\": 1}\"}"));

    LAMBDA.verify(
        postRequestedFor(urlPathMatching("/2015-03-31/functions/narrate/invocations"))
            .withRequestBody(equalTo("{\"n\": 1}")));
  }

  @Test
  void aTaskWithoutPayloadSendsAnEmptyObject() throws Exception {
    answer(ok("null"));

    connector.carryOut(invoke("{\"FunctionName\":\"narrate\"}"));
    connector.carryOut(invoke("{\"FunctionName\":\"narrate\",\"Payload\":null}"));

    LAMBDA.verify(
        2,
        postRequestedFor(urlPathMatching("/2015-03-31/functions/narrate/invocations"))
            .withRequestBody(equalTo("{}")));
  }

  @Test
  void unknownAndMissingParametersFailTheTaskWithoutACall() throws Exception {
    TaskOutcome outcome = connector.carryOut(invoke("{\"Function\":\"narrate\"}"));

    assertThat(outcome)
        .isEqualTo(
            new TaskOutcome.Failed(
                "States.Runtime",
                "The Parameters '{\"Function\":\"narrate\"}' could not be used to start the Task:"
                    + " [The field 'Function' is not supported by Step Functions, The field"
                    + " 'FunctionName' is required but was missing]"));
    assertThat(LAMBDA.getAllServeEvents()).isEmpty();
  }

  @Test
  void aResponseOverTheLimitFailsTheTaskWhateverItHolds() throws Exception {
    answer(ok("a".repeat(PAYLOAD_MAX + 1)));
    assertThat(connector.carryOut(direct("{}")))
        .isEqualTo(
            new TaskOutcome.Failed(
                "States.DataLimitExceeded",
                "The state/task '"
                    + Attempts.FUNCTION
                    + "' returned a result with a size exceeding the maximum number of bytes"
                    + " service limit."));

    answer(ok("\"" + "ế".repeat(PAYLOAD_MAX / 3) + "\""));
    assertThat(connector.carryOut(direct("{}")))
        .extracting("error")
        .isEqualTo("States.DataLimitExceeded");
  }

  @Test
  void aResponseThatIsNotJsonFailsATaskThatNamesTheFunctionDirectly() throws Exception {
    answer(ok("plain text"));

    assertThat(connector.carryOut(direct("{}"))).extracting("error").isEqualTo("Lambda.Unknown");
    JsonNode output = output(connector.carryOut(invoke("{\"FunctionName\":\"narrate\"}")));
    assertThat(output.path("Payload").textValue()).isEqualTo("plain text");
  }

  @Test
  void anInterruptEndsTheWaitForAnAnswer() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SdkFunctionInvoker invoker =
            SdkFunctionInvoker.at(
                new AwsEndpoint(
                    "us-east-1", URI.create("http://127.0.0.1:" + silent.getLocalPort())))) {
      FutureTask<TaskOutcome> call =
          new FutureTask<>(() -> new LambdaConnector(invoker, PAYLOAD_MAX).carryOut(direct("{}")));
      Thread waiting = Thread.startVirtualThread(call);

      silent.accept();
      waiting.interrupt();

      assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(InterruptedException.class);
    }
  }

  private static void answer(ResponseDefinitionBuilder response) {
    LAMBDA.resetMappings();
    LAMBDA.stubFor(
        post(urlPathMatching("/2015-03-31/functions/.*/invocations")).willReturn(response));
  }

  private static ResponseDefinitionBuilder ok(String body) {
    return aResponse()
        .withStatus(200)
        .withHeader("Content-Type", "application/json")
        .withHeader("x-amzn-RequestId", "r-1")
        .withHeader("X-Amz-Executed-Version", "$LATEST")
        .withBody(body);
  }

  private static ResponseDefinitionBuilder refusal(int status, String code, String message) {
    return aResponse()
        .withStatus(status)
        .withHeader("x-amzn-RequestId", "r-1")
        .withHeader("x-amzn-ErrorType", code)
        .withBody("{\"Type\":\"User\",\"Message\":\"" + message + "\"}");
  }

  private static JsonNode output(TaskOutcome outcome) {
    assertThat(outcome).isInstanceOf(TaskOutcome.Succeeded.class);
    return ((TaskOutcome.Succeeded) outcome).output().node();
  }
}
