package io.millrace.triggers.pipe.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.api.ApiConfig;
import io.millrace.api.ApiServer;
import io.millrace.connectors.aws.AwsEndpoint;
import io.millrace.connectors.lambda.FunctionCallException;
import io.millrace.local.sqs.SqsEndpoint;
import io.millrace.runtime.Millrace;
import io.millrace.runtime.RuntimeConfig;
import io.millrace.runtime.activity.VolatileActivityStore;
import io.millrace.runtime.machine.VolatileStateMachineStore;
import io.millrace.runtime.task.HmacTaskTokens;
import io.millrace.testkit.InMemoryJournal;
import io.millrace.triggers.Json;
import io.millrace.triggers.Pacing;
import io.millrace.triggers.event.EventDelivery;
import io.millrace.triggers.event.EventTargets;
import io.millrace.triggers.event.Rule;
import io.millrace.triggers.event.Rules;
import io.millrace.triggers.pipe.PipeClients;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.StateMachineType;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class PipesApiTest {
  private static final String QUEUES = "arn:aws:sqs:us-east-1:000000000000:";

  @TempDir private Path folder;

  private final InMemoryJournal journal = new InMemoryJournal();
  private SqsEndpoint queues;
  private SqsClient sqs;
  private EventDelivery events;
  private Millrace engine;
  private ApiServer api;
  private SfnClient states;
  private Pipes pipes;
  private PipesApi pipesApi;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws Exception {
    queues = SqsEndpoint.start(folder.resolve("sqs"), 0);
    sqs = PipeClients.sqs(at(queues.uri()), 50);
    for (String name : List.of("orders", "dead")) {
      sqs.createQueue(
          c -> c.queueName(name).attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "30")));
    }
    events =
        EventDelivery.prepare(
            new Rules(
                List.of(
                    Rule.originalMessagesOfFailures(
                        "failures",
                        List.of("arn:aws:states:us-east-1:000000000000:stateMachine:standard"),
                        QUEUES + "dead"))),
            journal.statusChanges(),
            journal,
            EventTargets.of(
                call -> {
                  throw FunctionCallException.unreachable(call.functionName(), new Exception());
                },
                SnsClient.builder()
                    .region(Region.US_EAST_1)
                    .credentialsProvider(at(queues.uri()).credentials())
                    .build(),
                sqs,
                false),
            Pacing.system());
    engine =
        Millrace.start(
            RuntimeConfig.standard(),
            new Millrace.Parts(
                journal,
                journal,
                new VolatileStateMachineStore(_ -> false),
                List.of(),
                new HmacTaskTokens(new byte[32]),
                Clock.systemUTC(),
                _ -> {}));
    events.start();
    api =
        ApiServer.start(
            new ApiConfig(0, 1 << 20),
            engine.executions(),
            engine.stateMachines(),
            engine.activities(new VolatileActivityStore()));
    states = PipeClients.stepFunctions(at(URI.create("http://127.0.0.1:" + api.port())), 50);
    openPipes();
  }

  private void openPipes() throws Exception {
    pipes =
        Pipes.open(
            folder.resolve("pipes.json"),
            sqs,
            states,
            Pacing.system(),
            settings -> settings.withPatience(Duration.ofSeconds(1), Duration.ofSeconds(10)));
    pipesApi = PipesApi.start(0, pipes);
  }

  @AfterEach
  void stop() {
    pipesApi.close();
    pipes.close();
    events.close();
    states.close();
    api.close();
    engine.close();
    sqs.close();
    queues.close();
  }

  @Test
  void aPipeTakesMessagesToStandardExecutionsAndFailuresEndInTheDeadLetterQueue() throws Exception {
    String machine = machine("standard", StateMachineType.STANDARD);
    call(
        "POST",
        "/orders",
        """
        {"Source": "%sorders", "Target": "%s", "RoleArn": "arn:aws:iam::000000000000:role/pipe",
         "Tags": {"millrace:name-from": "$.body.order"},
         "TargetParameters": {
           "StepFunctionStateMachineParameters": {"InvocationType": "FIRE_AND_FORGET"}}}
        """
            .formatted(QUEUES, machine));
    send("{\"order\":\"good-1\",\"fails\":false}");
    send("{\"order\":\"bad-1\",\"fails\":true}");
    send("{\"order\":\"good-1\",\"fails\":false}");

    Message dead = receive("dead");
    assertThat(dead.body()).isEqualTo("{\"order\":\"bad-1\",\"fails\":true}");
    assertThat(dead.messageAttributes().get("millrace.error").stringValue()).isEqualTo("Order.Bad");
    awaitEmpty("orders");
    List<ExecutionListItem> executions =
        states.listExecutions(l -> l.stateMachineArn(machine)).executions();
    assertThat(executions)
        .extracting(ExecutionListItem::name)
        .containsExactlyInAnyOrder("good-1", "bad-1");
    assertThat(executions)
        .filteredOn(e -> e.status() == ExecutionStatus.FAILED)
        .extracting(ExecutionListItem::name)
        .containsExactly("bad-1");
  }

  @Test
  void aPipeWaitsForExpressExecutionsAndKeepsWhatFailed() throws Exception {
    String machine = machine("express", StateMachineType.EXPRESS);
    call("POST", "/orders", pipe(machine, ""));
    send("{\"order\":\"good-1\",\"fails\":false}");
    send("{\"order\":\"bad-1\",\"fails\":true}");

    awaitCount("orders", 1);
  }

  @Test
  void pipesAreDescribedListedStoppedAndStartedAgainAfterARestart() throws Exception {
    String machine = machine("standard", StateMachineType.STANDARD);
    String parameters = ", \"SourceParameters\": {\"SqsQueueParameters\": {\"BatchSize\": 5}}";
    assertThat(call("POST", "/one", pipe(machine, parameters)).status()).isEqualTo(200);
    assertThat(call("POST", "/two", pipe(machine, parameters)).status()).isEqualTo(200);
    JsonNode one = call("GET", "/one", "").body();
    assertThat(one.get("Arn").asText()).isEqualTo("arn:aws:pipes:us-east-1:000000000000:pipe/one");
    assertThat(one.at("/SourceParameters/SqsQueueParameters/BatchSize").asInt()).isEqualTo(5);
    assertThat(one.get("CurrentState").asText()).isEqualTo("RUNNING");
    assertThat(one.get("CreationTime").isNumber()).isTrue();
    JsonNode page = call("GET", "?Limit=1", "").body();
    assertThat(page.get("Pipes")).hasSize(1);
    assertThat(page.get("NextToken").asText()).isEqualTo("one");
    assertThat(call("GET", "?Limit=1&NextToken=one", "").body().at("/Pipes/0/Name").asText())
        .isEqualTo("two");

    call("POST", "/one/stop", "");
    call("DELETE", "/two", "");
    pipesApi.close();
    pipes.close();
    openPipes();

    assertThat(call("GET", "", "").body().get("Pipes")).hasSize(1);
    assertThat(call("GET", "/one", "").body().get("CurrentState").asText()).isEqualTo("STOPPED");
    call(
        "PUT",
        "/one",
        """
        {"RoleArn": "arn:aws:iam::000000000000:role/pipe", "DesiredState": "RUNNING",
         "TargetParameters": {"InputTemplate": "{\\"body\\":<$.body>}"}}
        """);
    one = call("GET", "/one", "").body();
    assertThat(one.get("CurrentState").asText()).isEqualTo("RUNNING");
    assertThat(one.at("/TargetParameters/InputTemplate").asText()).isEqualTo("{\"body\":<$.body>}");
    assertThat(one.at("/SourceParameters/SqsQueueParameters/BatchSize").asInt()).isEqualTo(5);
  }

  @Test
  void refusalsHaveTheCodesOfAws() throws Exception {
    String machine = "arn:aws:states:us-east-1:000000000000:stateMachine:any";
    assertThat(call("GET", "/nobody", "").error()).isEqualTo("404 NotFoundException");
    assertThat(call("POST", "/nobody/start", "").error()).isEqualTo("404 NotFoundException");
    assertThat(call("POST", "/x", "[]").error()).isEqualTo("400 ValidationException");
    Answer kinesis = call("POST", "/k", pipe(machine, "").replace(":sqs:", ":kinesis:"));
    assertThat(kinesis.error()).isEqualTo("400 ValidationException");
    assertThat(kinesis.body().get("message").asText()).contains("the ARN of an SQS queue");
    String stopped = pipe(machine, ", \"DesiredState\": \"STOPPED\"");
    assertThat(call("POST", "/twice", stopped).status()).isEqualTo(200);
    assertThat(call("POST", "/twice", stopped).error()).isEqualTo("409 ConflictException");
    assertThat(call("POST", "/twice/stop", "").error()).isEqualTo("409 ConflictException");
  }

  private static String pipe(String machine, String more) {
    return """
    {"Source": "%sorders", "Target": "%s", "RoleArn": "arn:aws:iam::000000000000:role/pipe"%s}
    """
        .formatted(QUEUES, machine, more);
  }

  private record Answer(int status, String code, JsonNode body) {
    String error() {
      return status + " " + code;
    }
  }

  private Answer call(String method, String path, String body) throws Exception {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create(pipesApi.uri() + "/v1/pipes" + path))
                .header("Authorization", "AWS4-HMAC-SHA256 Credential=any")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("x-amzn-ErrorType").orElse(""),
        Json.MAPPER.readTree(response.body()));
  }

  private String machine(String name, StateMachineType type) {
    String definition =
        """
        {"QueryLanguage": "JSONata", "StartAt": "Look", "States": {
          "Look": {"Type": "Choice", "Default": "Good", "Choices": [
            {"Condition": "{% $parse($states.input[0].body).fails %}", "Next": "Bad"}]},
          "Good": {"Type": "Succeed"},
          "Bad": {"Type": "Fail", "Error": "Order.Bad", "Cause": "it says so"}}}
        """;
    return states
        .createStateMachine(
            c ->
                c.name(name)
                    .type(type)
                    .definition(definition)
                    .roleArn("arn:aws:iam::000000000000:role/machine"))
        .stateMachineArn();
  }

  private void send(String body) {
    sqs.sendMessage(m -> m.queueUrl(url("orders")).messageBody(body));
  }

  private Message receive(String queue) {
    while (true) {
      List<Message> messages =
          sqs.receiveMessage(
                  r -> r.queueUrl(url(queue)).waitTimeSeconds(5).messageAttributeNames("All"))
              .messages();
      if (!messages.isEmpty()) return messages.getFirst();
    }
  }

  private void awaitEmpty(String queue) {
    awaitCount(queue, 0);
  }

  /// Until so many messages are in the queue, visible or not, of which none is yet to be handed
  /// over.
  private void awaitCount(String queue, int wanted) {
    while (true) {
      Map<QueueAttributeName, String> attributes =
          sqs.getQueueAttributes(a -> a.queueUrl(url(queue)).attributeNames(QueueAttributeName.ALL))
              .attributes();
      int visible =
          Integer.parseInt(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
      int hidden =
          Integer.parseInt(
              attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
      if (visible == 0 && hidden == wanted) return;
      Thread.onSpinWait();
    }
  }

  private String url(String queue) {
    return sqs.getQueueUrl(q -> q.queueName(queue)).queueUrl();
  }

  private static AwsEndpoint at(URI uri) {
    return new AwsEndpoint("us-east-1", uri);
  }
}
