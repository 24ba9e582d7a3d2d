package io.millrace.connectors.service;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Resource;
import io.millrace.connectors.aws.AwsClients;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import io.millrace.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `.sync` against stand-ins for Glue and ECS.
class JobsTest {
  private static final WireMockServer AWS =
      new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
  private static AwsClients clients;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T12:00:00Z"));

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
  void aGlueJobIsStartedLookedAtAndItsEndIsTheResult() throws InterruptedException {
    Connector glue = new GlueConnector(clients, clock);
    answers("AWSGlue.StartJobRun", json("{\"JobRunId\":\"jr_1\"}"));
    TaskAttempt attempt = attempt("glue", "startJobRun", "{\"JobName\":\"etl\"}");

    TaskOutcome.Submitted submitted = (TaskOutcome.Submitted) glue.carryOut(attempt);
    TaskAttempt waiting = attempt.withSubmission(submitted.output());

    assertThat(submitted.output().node().path("JobRunId").asText()).isEqualTo("jr_1");
    assertThat(submitted.output().node().at("/SdkHttpMetadata/HttpStatusCode").asInt())
        .isEqualTo(200);
    answers(
        "AWSGlue.GetJobRun", json("{\"JobRun\":{\"Id\":\"jr_1\",\"JobRunState\":\"RUNNING\"}}"));
    assertThat(glue.carryOut(waiting)).isEqualTo(new TaskOutcome.Running(null));
    answers(
        "AWSGlue.GetJobRun",
        json("{\"JobRun\":{\"JobRunState\":\"SUCCEEDED\",\"StartedOn\":1700000000.25}}"));
    assertThat(glue.carryOut(waiting))
        .isEqualTo(
            new TaskOutcome.Succeeded(
                Payload.ofText("{\"JobRunState\":\"SUCCEEDED\",\"StartedOn\":1700000000250}")));
    AWS.verify(
        1,
        postRequestedFor(urlEqualTo("/"))
            .withHeader("X-Amz-Target", equalTo("AWSGlue.StartJobRun"))
            .withHeader("Authorization", matching("AWS4-HMAC-SHA256 .*/us-east-1/glue/.*")));
  }

  @Test
  void aStartThatIsMadeAgainAfterACrashHasTheSameName() throws InterruptedException {
    Connector glue = new GlueConnector(clients, clock);
    answers("AWSGlue.StartJobRun", json("{\"JobRunId\":\"jr_1\"}"));
    TaskAttempt attempt = attempt("glue", "startJobRun", "{\"JobName\":\"etl\"}");

    var _ = glue.carryOut(attempt);
    var _ = glue.carryOut(attempt);

    AWS.verify(
        2,
        postRequestedFor(urlEqualTo("/"))
            .withHeader("amz-sdk-invocation-id", equalTo(attempt.requestId())));
  }

  @Test
  void aGlueJobThatFailedIsTheCause() throws InterruptedException {
    answers("AWSGlue.GetJobRun", json("{\"JobRun\":{\"JobRunState\":\"FAILED\"}}"));

    assertThat(new GlueConnector(clients, clock).carryOut(waitingForGlue()))
        .isEqualTo(new TaskOutcome.Failed("States.TaskFailed", "{\"JobRunState\":\"FAILED\"}"));
  }

  @Test
  void troubleThatPassesLeavesTheJobRunning() throws InterruptedException {
    Connector glue = new GlueConnector(clients, clock);

    answers("AWSGlue.GetJobRun", aResponse().withStatus(503));
    assertThat(glue.carryOut(waitingForGlue())).isEqualTo(new TaskOutcome.Running(null));

    answers(
        "AWSGlue.GetJobRun",
        aResponse()
            .withStatus(400)
            .withBody("{\"__type\":\"EntityNotFoundException\",\"Message\":\"gone\"}"));
    assertThat(glue.carryOut(waitingForGlue()))
        .isEqualTo(
            new TaskOutcome.Failed(
                "Glue.EntityNotFoundException",
                "gone (Service: AWSGlue; Status Code: 400; Error Code: EntityNotFoundException;"
                    + " Request ID: ; Proxy: null)"));
  }

  @Test
  void aJobThatItsServiceDoesNotKnowYetIsRunning() throws InterruptedException {
    Connector glue = new GlueConnector(clients, clock);
    Connector ecs = new EcsConnector(clients, clock);
    String date =
        "\"SdkHttpMetadata\":{\"HttpHeaders\":{\"date\":\"Mon, 23 Nov 2026 12:00:00 GMT\"}}";
    TaskAttempt run =
        attempt("glue", "startJobRun", "{\"JobName\":\"etl\"}")
            .withSubmission(Payload.ofText("{\"JobRunId\":\"jr_1\"," + date + "}"));
    TaskAttempt task =
        attempt("ecs", "runTask", "{\"TaskDefinition\":\"d\"}")
            .withSubmission(Payload.ofText("{\"Tasks\":[{\"TaskArn\":\"t\"}]," + date + "}"));
    answers(
        "AWSGlue.GetJobRun",
        aResponse().withStatus(400).withBody("{\"__type\":\"EntityNotFoundException\"}"));
    answers(
        "AmazonEC2ContainerServiceV20141113.DescribeTasks",
        json("{\"tasks\":[],\"failures\":[{\"arn\":\"t\",\"reason\":\"MISSING\"}]}"));

    assertThat(glue.carryOut(run)).isEqualTo(new TaskOutcome.Running(null));
    assertThat(ecs.carryOut(task)).isEqualTo(new TaskOutcome.Running(null));

    clock.advance(Duration.ofMinutes(5));
    assertThat(glue.carryOut(run)).isInstanceOf(TaskOutcome.Failed.class);
    assertThat(ecs.carryOut(task))
        .isInstanceOfSatisfying(
            TaskOutcome.Failed.class, failed -> assertThat(failed.cause()).contains("MISSING"));
  }

  @Test
  void aGlueJobNobodyWaitsForIsStopped() throws InterruptedException {
    answers("AWSGlue.BatchStopJobRun", json("{}"));

    new GlueConnector(clients, clock).stop(waitingForGlue());

    AWS.verify(
        postRequestedFor(urlEqualTo("/"))
            .withRequestBody(equalToJson("{\"JobName\":\"etl\",\"JobRunIds\":[\"jr_1\"]}")));
  }

  @Test
  void anEcsTaskThatEndsWellIsTheResultAndOtherwiseTheCause() throws InterruptedException {
    Connector ecs = new EcsConnector(clients, clock);
    TaskAttempt waiting =
        attempt("ecs", "runTask", "{\"Cluster\":\"c\",\"TaskDefinition\":\"d\"}")
            .withSubmission(Payload.ofText("{\"Tasks\":[{\"TaskArn\":\"t\"}]}"));

    describes("\"lastStatus\":\"RUNNING\"");
    assertThat(ecs.carryOut(waiting)).isEqualTo(new TaskOutcome.Running(null));

    describes("\"lastStatus\":\"STOPPED\",\"containers\":[{\"exitCode\":0}]");
    assertThat(ecs.carryOut(waiting)).isInstanceOf(TaskOutcome.Succeeded.class);

    describes("\"lastStatus\":\"STOPPED\",\"containers\":[{\"exitCode\":1}]");
    assertThat(ecs.carryOut(waiting))
        .isEqualTo(
            new TaskOutcome.Failed(
                "States.TaskFailed",
                "{\"Containers\":[{\"ExitCode\":1}],\"LastStatus\":\"STOPPED\"}"));
    AWS.verify(
        3,
        postRequestedFor(urlEqualTo("/"))
            .withRequestBody(equalToJson("{\"cluster\":\"c\",\"tasks\":[\"t\"]}")));
  }

  @Test
  void anEcsTaskThatCannotBePlacedFailsAtOnce() throws InterruptedException {
    answers(
        "AmazonEC2ContainerServiceV20141113.RunTask",
        json("{\"tasks\":[],\"failures\":[{\"reason\":\"RESOURCE:MEMORY\"}]}"));

    TaskOutcome outcome =
        new EcsConnector(clients, clock)
            .carryOut(attempt("ecs", "runTask", "{\"TaskDefinition\":\"d\"}"));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            TaskOutcome.Failed.class,
            failed -> assertThat(failed.cause()).contains("RESOURCE:MEMORY"));
  }

  private static void describes(String task) {
    answers(
        "AmazonEC2ContainerServiceV20141113.DescribeTasks", json("{\"tasks\":[{" + task + "}]}"));
  }

  private static void answers(String target, ResponseDefinitionBuilder answer) {
    AWS.stubFor(post("/").withHeader("X-Amz-Target", equalTo(target)).willReturn(answer));
  }

  private static ResponseDefinitionBuilder json(String body) {
    return aResponse().withBody(body);
  }

  private static TaskAttempt waitingForGlue() {
    return attempt("glue", "startJobRun", "{\"JobName\":\"etl\"}")
        .withSubmission(Payload.ofText("{\"JobRunId\":\"jr_1\"}"));
  }

  private static TaskAttempt attempt(String service, String action, String parameters) {
    return new TaskAttempt(
        new UUID(7, 8),
        "arn:aws:states:us-east-1:000000000000:execution:stages:one",
        3,
        "Run",
        new Resource.ServiceIntegration(
            "arn:aws:states:::" + service + ":" + action + ".sync",
            service,
            action,
            Resource.Pattern.SYNC),
        Payload.ofText(parameters),
        Long.MAX_VALUE,
        null,
        null,
        null,
        null);
  }
}
