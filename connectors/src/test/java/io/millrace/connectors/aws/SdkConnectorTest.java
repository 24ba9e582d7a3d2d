package io.millrace.connectors.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Resource;
import io.millrace.connectors.service.EventsConnector;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SdkConnectorTest {
  private static final WireMockServer AWS =
      new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
  private static AwsClients clients;

  @BeforeAll
  static void start() {
    AWS.start();
    clients = new AwsClients("us-east-1", Map.of("AWS_ENDPOINT_URL", AWS.baseUrl()), Map.of());
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
  void parametersAndAnswersArePascalCaseWhateverTheService() throws InterruptedException {
    AWS.stubFor(
        post(anyUrl())
            .willReturn(
                aResponse()
                    .withBody(
                        "{\"tasks\":[{\"taskArn\":\"t\",\"createdAt\":1700000000.5,"
                            + "\"containers\":[{\"exitCode\":0}]}]}")));

    TaskOutcome outcome =
        sdk("ecs", "describeTasks", "{\"Cluster\":\"c\",\"Tasks\":[\"t\"],\"Include\":[\"TAGS\"]}");

    assertThat(outcome)
        .isEqualTo(
            new TaskOutcome.Succeeded(
                Payload.ofText(
                    "{\"Tasks\":[{\"Containers\":[{\"ExitCode\":0}],"
                        + "\"CreatedAt\":\"2023-11-14T22:13:20.500Z\",\"TaskArn\":\"t\"}]}")));
    AWS.verify(
        postRequestedFor(anyUrl())
            .withRequestBody(
                equalToJson("{\"cluster\":\"c\",\"tasks\":[\"t\"],\"include\":[\"TAGS\"]}")));
  }

  @Test
  void recursiveTypesAreReadAndWritten() throws InterruptedException {
    String item = "{\"Tree\":{\"M\":{\"leaves\":{\"L\":[{\"N\":\"1\"},{\"BOOL\":true}]}}}}";
    AWS.stubFor(post(anyUrl()).willReturn(aResponse().withBody("{\"Item\":" + item + "}")));

    TaskOutcome outcome = sdk("dynamodb", "getItem", "{\"TableName\":\"t\",\"Key\":" + item + "}");

    assertThat(outcome)
        .isEqualTo(new TaskOutcome.Succeeded(Payload.ofText("{\"Item\":" + item + "}")));
    AWS.verify(
        postRequestedFor(anyUrl())
            .withRequestBody(equalToJson("{\"TableName\":\"t\",\"Key\":" + item + "}")));
  }

  @Test
  void anErrorIsNamedAfterItsServiceAndItsClass() throws InterruptedException {
    AWS.stubFor(
        post(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(400)
                    .withHeader("x-amzn-requestid", "r-1")
                    .withBody(
                        "{\"__type\":\"ResourceNotFoundException\",\"message\":\"no table\"}")));

    TaskOutcome outcome = sdk("dynamodb", "getItem", "{\"TableName\":\"t\",\"Key\":{}}");

    assertThat(outcome)
        .isEqualTo(
            new TaskOutcome.Failed(
                "DynamoDb.ResourceNotFoundException",
                "no table (Service: DynamoDb, Status Code: 400, Request ID: r-1)"));
  }

  @Test
  void aStreamIsText() throws InterruptedException {
    AWS.stubFor(
        get(urlPathEqualTo("/bucket/key"))
            .willReturn(aResponse().withHeader("ETag", "\"e\"").withBody("text")));

    TaskOutcome outcome = sdk("s3", "getObject", "{\"Bucket\":\"bucket\",\"Key\":\"key\"}");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            TaskOutcome.Succeeded.class,
            done -> assertThat(done.output().node().path("Body").asText()).isEqualTo("text"));
  }

  @Test
  void aRepeatedRequestHasTheSameIdempotencyToken() throws InterruptedException {
    AWS.stubFor(post(anyUrl()).willReturn(aResponse().withBody("{\"tasks\":[]}")));

    sdk("ecs", "runTask", "{\"TaskDefinition\":\"d\"}");
    sdk("ecs", "runTask", "{\"TaskDefinition\":\"d\"}");

    UUID token = UUID.nameUUIDFromBytes(attempt(ecs(), "{}").idempotencyKey().getBytes(UTF_8));
    AWS.verify(
        2,
        postRequestedFor(anyUrl())
            .withRequestBody(
                equalToJson("{\"taskDefinition\":\"d\",\"clientToken\":\"" + token + "\"}")));
  }

  @Test
  void mistakesInParametersAreAllTold() throws InterruptedException {
    TaskOutcome outcome =
        sdk("dynamodb", "getItem", "{\"TableNam\":\"t\",\"ConsistentRead\":\"yes\",\"Key\":[]}");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            TaskOutcome.Failed.class,
            failed -> {
              assertThat(failed.error()).isEqualTo("States.Runtime");
              assertThat(failed.cause())
                  .endsWith(
                      "could not be used to start the Task: [The field 'TableNam' is not supported"
                          + " by Step Functions, The value for the field 'ConsistentRead' must be a"
                          + " BOOLEAN, The value for the field 'Key' must be an OBJECT]");
            });
    assertThat(AWS.getAllServeEvents()).isEmpty();
  }

  @Test
  void dynamoDbsOwnChecksAreMadeHereInItsWords() throws InterruptedException {
    assertThat(sdk("dynamodb", "putItem", "{\"TableName\":\"t\",\"Item\":null}"))
        .isEqualTo(
            new TaskOutcome.Failed(
                "DynamoDb.DynamoDbException",
                "1 validation error detected: Value null at 'item' failed to satisfy constraint:"
                    + " Member must not be null (Service: DynamoDb, Status Code: 400, Request ID: "
                    + attempt(ecs(), "{}").requestId()
                    + ")"));
  }

  @Test
  void aTablesArnIsATablesName() {
    JsonNode parameters =
        Payload.ofText(
                "{\"TableName\":\"arn:aws:dynamodb:us-east-1:000000000000:table/t\",\"Key\":{}}")
            .node();

    assertThat(DynamoDbRules.problem("getItem", parameters)).isNull();
  }

  @Test
  void anUnknownActionIsRefusedWithTheNearestName() throws InterruptedException {
    assertThat(sdk("sqs", "sendMesage", "{}"))
        .isEqualTo(
            new TaskOutcome.Failed(
                "States.Runtime",
                "The service 'sqs' has no action 'sendMesage'. Did you mean 'sendMessage'?"));
    assertThat(sdk("nothere", "x", "{}"))
        .isInstanceOfSatisfying(
            TaskOutcome.Failed.class,
            failed ->
                assertThat(failed.cause()).contains("no client of the AWS service 'nothere'"));
  }

  @Test
  void anEventNamesItsExecutionAndMachineAndOneRefusedFailsTheTask() throws InterruptedException {
    AWS.stubFor(
        post(anyUrl())
            .willReturn(
                aResponse()
                    .withBody(
                        "{\"FailedEntryCount\":1,\"Entries\":[{\"ErrorCode\":\"InternalFailure\"}]}")));
    var resource =
        new Resource.ServiceIntegration(
            "arn:aws:states:::events:putEvents",
            "events",
            "putEvents",
            Resource.Pattern.REQUEST_RESPONSE);

    TaskOutcome outcome =
        new EventsConnector(clients)
            .carryOut(attempt(resource, "{\"Entries\":[{\"Source\":\"s\",\"Detail\":{\"a\":1}}]}"));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            TaskOutcome.Failed.class,
            failed -> assertThat(failed.error()).isEqualTo("EventBridge.FailedEntry"));
    AWS.verify(
        postRequestedFor(anyUrl())
            .withRequestBody(
                equalToJson(
                    "{\"Entries\":[{\"Source\":\"s\",\"Detail\":\"{\\\"a\\\":1}\",\"Resources\":["
                        + "\"arn:aws:states:us-east-1:000000000000:execution:book:one\","
                        + "\"arn:aws:states:us-east-1:000000000000:stateMachine:book\"]}]}")));
  }

  private static TaskOutcome sdk(String service, String action, String parameters)
      throws InterruptedException {
    Connector connector = new SdkConnector(clients);
    Resource resource =
        new Resource.ServiceIntegration(
            "arn:aws:states:::aws-sdk:" + service + ":" + action,
            "aws-sdk:" + service,
            action,
            Resource.Pattern.REQUEST_RESPONSE);
    assertThat(connector.handles(resource)).isTrue();
    return connector.carryOut(attempt(resource, parameters));
  }

  private static Resource ecs() {
    return new Resource.ServiceIntegration(
        "arn", "aws-sdk:ecs", "runTask", Resource.Pattern.REQUEST_RESPONSE);
  }

  private static TaskAttempt attempt(Resource resource, String parameters) {
    return new TaskAttempt(
        new UUID(7, 8),
        "arn:aws:states:us-east-1:000000000000:execution:book:one",
        3,
        "Call",
        resource,
        Payload.ofText(parameters),
        Long.MAX_VALUE,
        null,
        null,
        null,
        null);
  }
}
