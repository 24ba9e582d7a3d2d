package io.millrace.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.asl.json.Payload;
import io.millrace.engine.task.TaskOutcome;
import io.millrace.testkit.InMemoryJournal.Disturbance;
import io.millrace.testkit.ScriptedConnector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionRedriveStatus;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import software.amazon.awssdk.services.sfn.model.InvalidArnException;
import software.amazon.awssdk.services.sfn.model.InvalidExecutionInputException;
import software.amazon.awssdk.services.sfn.model.InvalidOutputException;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;
import software.amazon.awssdk.services.sfn.model.ValidationException;

/// Executions, as AWS's own SDK sees them.
class ExecutionOperationsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ROLE = "arn:aws:iam::000000000000:role/r";
  private static final String PASS =
      "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}";
  private static final String WAIT =
      "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Wait\",\"Seconds\":60,\"End\":true}}}";
  private static final String CALLBACK =
      """
      {"StartAt":"A","States":{"A":{"Type":"Task","End":true,
        "Resource":"arn:aws:states:::lambda:invoke.waitForTaskToken",
        "Parameters":{"FunctionName":"f","Payload":{"token.$":"$$.Task.Token"}}}}}
      """;

  private final ScriptedConnector connector =
      new ScriptedConnector(_ -> new TaskOutcome.Submitted(Payload.EMPTY_OBJECT));
  private TestServer server;
  private SfnClient sfn;

  @BeforeEach
  void start() {
    server = new TestServer(connector);
    sfn = server.client();
  }

  @AfterEach
  void stop() {
    sfn.close();
    server.close();
  }

  @Test
  void anExecutionIsStartedDescribedAndTold() {
    String arn = start(machine(PASS), "one", "{ \"n\" : 1 }").executionArn();

    DescribeExecutionResponse execution = ended(arn);
    assertThat(arn).isEqualTo("arn:aws:states:us-east-1:000000000000:execution:machine:one");
    assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(execution.name()).isEqualTo("one");
    assertThat(execution.stateMachineArn()).endsWith(":stateMachine:machine");
    assertThat(execution.startDate()).isEqualTo(TestServer.NOW);
    assertThat(execution.stopDate()).isEqualTo(TestServer.NOW);
    assertThat(execution.input()).isEqualTo("{ \"n\" : 1 }");
    assertThat(execution.inputDetails().included()).isTrue();
    assertThat(execution.output()).isEqualTo("{ \"n\" : 1 }");
    assertThat(execution.redriveCount()).isZero();
    assertThat(execution.redriveStatus()).isEqualTo(ExecutionRedriveStatus.NOT_REDRIVABLE);
    assertThat(execution.redriveStatusReason())
        .isEqualTo("Execution is SUCCEEDED and cannot be redriven");
    assertThat(history(arn))
        .extracting(HistoryEvent::type)
        .containsExactly(
            HistoryEventType.EXECUTION_STARTED,
            HistoryEventType.PASS_STATE_ENTERED,
            HistoryEventType.PASS_STATE_EXITED,
            HistoryEventType.EXECUTION_SUCCEEDED);
  }

  @Test
  void metadataAloneHasNoData() {
    String arn = start(machine(PASS), "one", "{}").executionArn();
    ended(arn);

    DescribeExecutionResponse execution =
        sfn.describeExecution(r -> r.executionArn(arn).includedData("METADATA_ONLY"));

    assertThat(execution.input()).isNull();
    assertThat(execution.output()).isNull();
    assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void aNameIsForOneExecutionAndOneInput() {
    String machine = machine(WAIT);
    StartExecutionResponse first = start(machine, "one", "{}");

    StartExecutionResponse again = start(machine, "one", "{}");
    assertThat(again.executionArn()).isEqualTo(first.executionArn());
    assertThat(again.startDate()).isEqualTo(first.startDate());
    assertThatThrownBy(() -> start(machine, "one", "{\"other\":1}"))
        .isInstanceOfSatisfying(
            ExecutionAlreadyExistsException.class,
            e ->
                assertThat(message(e))
                    .isEqualTo("Execution Already Exists: '" + first.executionArn() + "'"));
  }

  @Test
  void anExecutionIsStoppedWithErrorAndCause() {
    String arn = start(machine(WAIT), "one", "{}").executionArn();

    sfn.stopExecution(r -> r.executionArn(arn).error("Enough").cause("said so"));

    DescribeExecutionResponse execution = ended(arn);
    assertThat(execution.status()).isEqualTo(ExecutionStatus.ABORTED);
    assertThat(execution.error()).isEqualTo("Enough");
    assertThat(execution.cause()).isEqualTo("said so");
    assertThat(execution.redriveStatus()).isEqualTo(ExecutionRedriveStatus.REDRIVABLE);
    assertThat(history(arn).getLast().executionAbortedEventDetails().error()).isEqualTo("Enough");
  }

  @Test
  void aHistoryIsReadPageByPageInBothDirections() {
    String arn = start(machine(PASS), "one", "{}").executionArn();
    ended(arn);

    assertThat(pagesOfThree(arn, false)).containsExactly(List.of(1L, 2L, 3L), List.of(4L));
    assertThat(pagesOfThree(arn, true)).containsExactly(List.of(4L, 3L, 2L), List.of(1L));
    assertThat(sfn.getExecutionHistory(r -> r.executionArn(arn).maxResults(4)).nextToken())
        .as("a page that ends with the last event is the last page")
        .isNull();
  }

  @Test
  void aPageOfHistoryEndsWhenItHasGrownLarge() {
    String large = "\"" + "x".repeat(60_000) + "\"";
    StringBuilder states = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      states.append("\"S%d\":{\"Type\":\"Pass\",\"Next\":\"S%d\"},".formatted(i, i + 1));
    }
    String machine =
        machine("{\"StartAt\":\"S0\",\"States\":{" + states + "\"S50\":{\"Type\":\"Succeed\"}}}");
    String arn = start(machine, "one", large).executionArn();
    ended(arn);

    List<Integer> sizes = new ArrayList<>();
    sfn.getExecutionHistoryPaginator(r -> r.executionArn(arn).maxResults(1_000))
        .forEach(page -> sizes.add(page.events().size()));

    assertThat(sizes).hasSize(2);
    assertThat(sizes.stream().mapToInt(i -> i).sum()).isEqualTo(2 + 2 * 51);
  }

  @Test
  void aHistoryIsReadWithoutItsData() {
    String arn = start(machine(PASS), "one", "{\"secret\":1}").executionArn();
    ended(arn);

    List<HistoryEvent> events =
        sfn.getExecutionHistory(r -> r.executionArn(arn).includeExecutionData(false)).events();

    assertThat(events).hasSize(4);
    assertThat(events.toString()).doesNotContain("secret");
  }

  @Test
  void executionsAreListedLatestFirstPageByPageAndByStatus() {
    String machine = machine(WAIT);
    for (int i = 1; i <= 5; i++) {
      start(machine, "e" + i, "{}");
      server.advance(Duration.ofMillis(1));
    }
    sfn.stopExecution(r -> r.executionArn(arnOf("e2")));

    List<String> names = new ArrayList<>();
    sfn.listExecutionsPaginator(r -> r.stateMachineArn(machine).maxResults(2))
        .forEach(page -> page.executions().forEach(e -> names.add(e.name())));
    assertThat(names).containsExactly("e5", "e4", "e3", "e2", "e1");

    assertThat(
            sfn.listExecutions(
                    r -> r.stateMachineArn(machine).statusFilter(ExecutionStatus.ABORTED))
                .executions())
        .extracting(e -> e.name())
        .containsExactly("e2");
    String next = sfn.listExecutions(r -> r.stateMachineArn(machine).maxResults(2)).nextToken();
    assertThatThrownBy(
            () ->
                sfn.listExecutions(
                    r ->
                        r.stateMachineArn(machine)
                            .nextToken(next)
                            .statusFilter(ExecutionStatus.RUNNING)))
        .isInstanceOf(InvalidTokenException.class);
  }

  @Test
  void aCallbackIsAnsweredByTokenOnce() {
    String arn = start(machine(CALLBACK), "one", "{}").executionArn();
    String token = token(arn);

    sfn.sendTaskHeartbeat(r -> r.taskToken(token));
    assertThatThrownBy(() -> sfn.sendTaskSuccess(r -> r.taskToken(token).output("not json")))
        .isInstanceOf(InvalidOutputException.class);
    sfn.sendTaskSuccess(r -> r.taskToken(token).output("{\"done\": true}"));

    assertThat(ended(arn).output()).isEqualTo("{\"done\": true}");
    assertThatThrownBy(() -> sfn.sendTaskSuccess(r -> r.taskToken(token).output("{}")))
        .isInstanceOf(TaskTimedOutException.class);
    assertThatThrownBy(() -> sfn.sendTaskHeartbeat(r -> r.taskToken("made-up")))
        .isInstanceOf(InvalidTokenException.class);
  }

  @Test
  void aCallbackMayReportAFailure() {
    String arn = start(machine(CALLBACK), "one", "{}").executionArn();
    String token = token(arn);

    sfn.sendTaskFailure(r -> r.taskToken(token).error("NoVoice").cause("hoarse"));

    DescribeExecutionResponse execution = ended(arn);
    assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(execution.error()).isEqualTo("NoVoice");
    assertThat(execution.cause()).isEqualTo("hoarse");
  }

  @Test
  void anExecutionKeepsTheDefinitionItStartedWith() {
    String machine = machine(WAIT);
    String arn = start(machine, "one", "{}").executionArn();
    server.advance(Duration.ofSeconds(1));
    sfn.updateStateMachine(r -> r.stateMachineArn(machine).definition(PASS));

    var kept = sfn.describeStateMachineForExecution(r -> r.executionArn(arn));
    assertThat(kept.definition()).isEqualTo(WAIT);
    assertThat(kept.name()).isEqualTo("machine");
    assertThat(kept.revisionId()).as("of the first revision").isNull();

    String later = start(machine, "two", "{}").executionArn();
    var updated = sfn.describeStateMachineForExecution(r -> r.executionArn(later));
    assertThat(updated.definition()).isEqualTo(PASS);
    assertThat(updated.revisionId())
        .isEqualTo(sfn.describeStateMachine(r -> r.stateMachineArn(machine)).revisionId());
  }

  @Test
  void aRequestThatIsBeingAnsweredIsFinishedBeforeTheServerCloses() throws Exception {
    String machine = machine(PASS);
    CountDownLatch committing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    server.disturb(
        _ -> {
          committing.countDown();
          awaitQuietly(goOn);
          return Disturbance.NONE;
        });
    var started =
        CompletableFuture.supplyAsync(
            () -> start(machine, "one", "{}"), Thread::startVirtualThread);
    committing.await();

    var closed = CompletableFuture.runAsync(server::closeApi, Thread::startVirtualThread);
    while (server.takesConnections()) {
      LockSupport.parkNanos(1_000_000);
    }
    goOn.countDown();

    assertThat(started.get(30, TimeUnit.SECONDS).executionArn()).isEqualTo(arnOf("one"));
    closed.get(30, TimeUnit.SECONDS);
  }

  @Test
  void wrongRequestsAreRefusedInAwssWords() {
    String machine = machine(PASS);

    assertThatThrownBy(() -> sfn.describeExecution(r -> r.executionArn(arnOf("none"))))
        .isInstanceOfSatisfying(
            ExecutionDoesNotExistException.class,
            e ->
                assertThat(message(e))
                    .isEqualTo("Execution Does Not Exist: '" + arnOf("none") + "'"));
    assertThatThrownBy(() -> sfn.describeExecution(r -> r.executionArn(machine)))
        .isInstanceOfSatisfying(
            InvalidArnException.class,
            e ->
                assertThat(message(e))
                    .isEqualTo(
                        "Invalid Arn: 'Resource type not valid in this context: stateMachine'"));
    assertThatThrownBy(() -> start(machine + "-other", "e", "{}"))
        .isInstanceOf(StateMachineDoesNotExistException.class);
    assertThatThrownBy(() -> start(machine, "e", "{"))
        .isInstanceOfSatisfying(
            InvalidExecutionInputException.class,
            e -> assertThat(message(e)).startsWith("Invalid State Machine Execution Input: '"));
    assertThatThrownBy(
            () -> sfn.listExecutions(r -> r.stateMachineArn(machine).statusFilter("succeeded")))
        .isInstanceOfSatisfying(
            ValidationException.class,
            e ->
                assertThat(message(e))
                    .isEqualTo(
                        "1 validation error detected: Value 'succeeded' at 'statusFilter' failed to"
                            + " satisfy constraint: Member must satisfy enum value set: [SUCCEEDED,"
                            + " TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]"));
    assertThatThrownBy(() -> sfn.listExecutions(r -> r.maxResults(1)))
        .isInstanceOf(ValidationException.class);
    for (String arn : List.of(arnOf("nul\u0000"), "arn:aws:states:\u0000", arnOf("line\nfeed"))) {
      assertThatThrownBy(() -> sfn.describeExecution(r -> r.executionArn(arn)))
          .isInstanceOf(InvalidArnException.class);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String machine(String definition) {
    return sfn.createStateMachine(r -> r.name("machine").definition(definition).roleArn(ROLE))
        .stateMachineArn();
  }

  private StartExecutionResponse start(String machine, String name, String input) {
    return sfn.startExecution(r -> r.stateMachineArn(machine).name(name).input(input));
  }

  private static String arnOf(String name) {
    return "arn:aws:states:us-east-1:000000000000:execution:machine:" + name;
  }

  private DescribeExecutionResponse ended(String arn) {
    DescribeExecutionResponse execution = sfn.describeExecution(r -> r.executionArn(arn));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (execution.status() == ExecutionStatus.RUNNING) {
      assertThat(System.nanoTime()).as(arn + " never ended").isLessThan(end);
      LockSupport.parkNanos(1_000_000);
      execution = sfn.describeExecution(r -> r.executionArn(arn));
    }
    return execution;
  }

  private List<HistoryEvent> history(String arn) {
    return sfn.getExecutionHistory(r -> r.executionArn(arn)).events();
  }

  /// The token of a callback task that was handed over.
  private String token(String arn) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (history(arn).stream().noneMatch(e -> e.type() == HistoryEventType.TASK_SUBMITTED)) {
      assertThat(System.nanoTime()).as(arn + " was never submitted").isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
    return connector.attempts().getFirst().parameters().node().at("/Payload/token").textValue();
  }

  private List<List<Long>> pagesOfThree(String arn, boolean reverse) {
    List<List<Long>> pages = new ArrayList<>();
    sfn.getExecutionHistoryPaginator(r -> r.executionArn(arn).maxResults(3).reverseOrder(reverse))
        .forEach(page -> pages.add(page.events().stream().map(HistoryEvent::id).toList()));
    return pages;
  }

  private static String message(SfnException e) {
    return e.awsErrorDetails().errorMessage();
  }
}
