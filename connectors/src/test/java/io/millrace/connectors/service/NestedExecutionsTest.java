package io.millrace.connectors.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Resource;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import io.millrace.runtime.Millrace;
import io.millrace.runtime.Refusal;
import io.millrace.runtime.RefusedException;
import io.millrace.runtime.RuntimeConfig;
import io.millrace.runtime.execution.ExecutionDescription;
import io.millrace.runtime.execution.Executions;
import io.millrace.runtime.machine.MachineSettings;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.machine.VolatileStateMachineStore;
import io.millrace.runtime.task.HmacTaskTokens;
import io.millrace.testkit.InMemoryJournal;
import io.millrace.testkit.SettableClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Executions that start executions, in a running engine.
class NestedExecutionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PASS =
      "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}";
  private static final String WAIT =
      "{\"StartAt\":\"W\",\"States\":{\"W\":{\"Type\":\"Wait\",\"Seconds\":60,\"End\":true}}}";
  private static final String FAIL =
      "{\"StartAt\":\"F\",\"States\":{\"F\":{\"Type\":\"Fail\",\"Error\":\"E\",\"Cause\":\"c\"}}}";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T12:00:00Z"));
  private final VolatileStateMachineStore machines = new VolatileStateMachineStore(_ -> false);
  private final Queue<TaskAttempt> elsewhere = new ConcurrentLinkedQueue<>();
  private InMemoryJournal journal = new InMemoryJournal();
  private Millrace millrace = boot();

  private Millrace boot() {
    var executions = new CompletableFuture<Executions>();
    Millrace started =
        Millrace.start(
            RuntimeConfig.standard(),
            new Millrace.Parts(
                journal,
                journal,
                machines,
                List.of(new StatesConnector(executions), new Elsewhere()),
                new HmacTaskTokens(new byte[32]),
                clock,
                _ -> {}));
    executions.complete(started.executions());
    return started;
  }

  /// Remembers what it is asked and hands it over.
  private final class Elsewhere implements Connector {
    @Override
    public boolean handles(Resource resource) {
      return true;
    }

    @Override
    public TaskOutcome carryOut(TaskAttempt attempt) {
      elsewhere.add(attempt);
      return new TaskOutcome.Submitted(Payload.EMPTY_OBJECT);
    }
  }

  @AfterEach
  void close() {
    millrace.close();
  }

  @Test
  void aChildsEndIsTheTasksEnd() {
    String child = machine("child", PASS);

    ExecutionDescription parent = ended(start("startExecution.sync", child, "{\"a\": 1}"));

    JsonNode result = parent.output().node();
    assertThat(result.path("Status").asText()).isEqualTo("SUCCEEDED");
    assertThat(result.path("Output").asText()).isEqualTo("{\"a\":1}");
    assertThat(types(parent.summary().header().arn()))
        .containsSubsequence(
            EventType.TaskScheduled,
            EventType.TaskStarted,
            EventType.TaskSubmitted,
            EventType.TaskSucceeded);
  }

  @Test
  void theSecondFormGivesTheOutputAsJson() {
    String child = machine("child", PASS);

    ExecutionDescription parent = ended(start("startExecution.sync:2", child, "{\"a\": 1}"));

    assertThat(parent.output().node().at("/Output/a").asInt()).isEqualTo(1);
    assertThat(parent.output().node().at("/Input/a").asInt()).isEqualTo(1);
  }

  @Test
  void aFailedChildFailsTheTaskWithTheWholeStoryAsCause() {
    String child = machine("child", FAIL);

    ExecutionDescription parent = ended(start("startExecution.sync", child, "{}"));

    assertThat(parent.error()).isEqualTo("States.TaskFailed");
    JsonNode cause = Payload.ofText(String.valueOf(parent.cause())).node();
    assertThat(cause.path("Error").asText()).isEqualTo("E");
    assertThat(cause.path("Cause").asText()).isEqualTo("c");
    assertThat(cause.path("Status").asText()).isEqualTo("FAILED");
  }

  @Test
  void aMachineThatIsNotThereIsRefusedAsAwsDoes() {
    ExecutionDescription parent =
        ended(
            start(
                "startExecution",
                "arn:aws:states:us-east-1:000000000000:stateMachine:nobody",
                "{}"));

    assertThat(parent.error()).isEqualTo("StepFunctions.StateMachineDoesNotExistException");
    assertThat(parent.cause())
        .startsWith(
            "State Machine Does Not Exist: "
                + "'arn:aws:states:us-east-1:000000000000:stateMachine:nobody'"
                + " (Service: AWSStepFunctions; Status Code: 400; Error Code:"
                + " StateMachineDoesNotExist; Request ID: ");
  }

  @Test
  void anExpressChildIsBegunAndNotWaitedFor() {
    String child = machine("child", WAIT, StateMachine.Type.EXPRESS);

    ExecutionDescription parent = ended(start("startExecution", child, "{}"));

    assertThat(parent.output().node().path("ExecutionArn").asText())
        .startsWith("arn:aws:states:us-east-1:000000000000:express:child:one:");
    assertThat(millrace.expressRunning()).isEqualTo(1);
    advance(Duration.ofSeconds(60));
    until(() -> millrace.expressRunning() == 0, "the child ends");
  }

  @Test
  void anExpressChildCannotBeWaitedForBecauseNobodyCanDescribeIt() {
    String child = machine("child", PASS, StateMachine.Type.EXPRESS);

    ExecutionDescription parent = ended(start("startExecution.sync", child, "{}"));

    assertThat(parent.error()).isEqualTo("StepFunctions.InvalidArnException");
    assertThat(parent.cause()).contains("Resource type not valid in this context: express");
  }

  @Test
  void anExpressParentIsToldThatANameIsTaken() {
    String child = machine("child", PASS);
    ended(millrace.executions().start(child, "one", "{}").executionArn());
    String parent =
        machine(
            "express",
            "{\"StartAt\":\"S\",\"States\":{\"S\":{\"Type\":\"Task\",\"Resource\":"
                + "\"arn:aws:states:::states:startExecution\",\"Parameters\":{"
                + "\"StateMachineArn\":\""
                + child
                + "\",\"Name\":\"one\",\"Input.$\":\"$\"},\"End\":true}}}",
            StateMachine.Type.EXPRESS);

    assertThat(millrace.executions().startSync(parent, null, "{}").error())
        .isEqualTo("StepFunctions.ExecutionAlreadyExistsException");
  }

  @Test
  void stoppingTheParentStopsTheChild() {
    String machine = machine("child", WAIT);
    String parent = start("startExecution.sync", machine, "{}");
    String child = childOf(parent);

    millrace.executions().stop(parent, "E", "c");

    assertThat(ended(child).summary().status()).isEqualTo(ExecutionStatus.ABORTED);
  }

  @Test
  void afterAKillTheParentWaitsForTheSameChild() {
    String machine = machine("child", WAIT);
    String parent = start("startExecution.sync", machine, "{}");
    String child = childOf(parent);

    killAndRestart();
    advance(Duration.ofSeconds(61));

    assertThat(ended(parent).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(millrace.executions().list(machine, null, null, 10)).hasSize(1);
    assertThat(ended(child).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(types(parent)).containsOnlyOnce(EventType.TaskSubmitted);
  }

  @Test
  void aStartThatIsDispatchedAgainFindsTheChildThatHasEnded() throws InterruptedException {
    String machine = machine("child", PASS);
    String parent = start("startExecution", machine, "{}");
    ended(parent);
    var executions = CompletableFuture.completedFuture(millrace.executions());
    var again = new StatesConnector(executions);

    TaskOutcome outcome = again.carryOut(attempt(parent, machine, "\"Input\":{}"));

    assertThat(outcome).isInstanceOf(TaskOutcome.Succeeded.class);
    assertThat(millrace.executions().list(machine, null, null, 10)).hasSize(1);
  }

  @Test
  void aLookWhileTheStoreIsAwayLeavesTheChildRunning() throws InterruptedException {
    String machine = machine("child", PASS);
    String child = millrace.executions().start(machine, "one", "{}").executionArn();
    ended(child);
    var connector = new StatesConnector(CompletableFuture.completedFuture(awayFor(1)));
    TaskAttempt waiting =
        attempt("arn:parent", machine, "\"Input\":{}", ".sync", Resource.Pattern.SYNC)
            .withSubmission(Payload.ofText("{\"ExecutionArn\":\"" + child + "\"}"));

    assertThat(connector.carryOut(waiting)).isEqualTo(new TaskOutcome.Running(child));
    assertThat(connector.carryOut(waiting)).isInstanceOf(TaskOutcome.Succeeded.class);
  }

  @Test
  void aStartWhileTheStoreIsAwayIsRepeated() throws InterruptedException {
    String machine = machine("child", WAIT);
    var connector = new StatesConnector(CompletableFuture.completedFuture(awayFor(2)));

    TaskOutcome outcome =
        connector.carryOut(
            attempt("arn:parent", machine, "\"Input\":{}", ".sync", Resource.Pattern.SYNC));

    assertThat(outcome).isInstanceOf(TaskOutcome.Submitted.class);
    assertThat(millrace.executions().list(machine, null, null, 10)).hasSize(1);
  }

  @Test
  void aStartThatIsRepeatedEndsWhenItIsInterrupted() {
    String machine = machine("child", WAIT);
    var connector =
        new StatesConnector(CompletableFuture.completedFuture(awayFor(Integer.MAX_VALUE)));
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> connector.carryOut(attempt("arn:parent", machine, "\"Input\":{}")))
        .isInstanceOf(InterruptedException.class);
  }

  /// The engine's executions, whose store cannot be reached at the first `times` calls.
  private Executions awayFor(int times) {
    AtomicInteger left = new AtomicInteger(times);
    return (Executions)
        Proxy.newProxyInstance(
            Executions.class.getClassLoader(),
            new Class<?>[] {Executions.class},
            (_, method, arguments) -> {
              if (left.getAndDecrement() > 0) {
                throw new RefusedException(new Refusal.Unavailable("The store cannot be reached"));
              }
              return method.invoke(millrace.executions(), arguments);
            });
  }

  @Test
  void unknownFieldsAreRefusedBeforeAnythingStarts() throws InterruptedException {
    String machine = machine("child", PASS);
    var executions = CompletableFuture.completedFuture(millrace.executions());

    TaskOutcome outcome =
        new StatesConnector(executions).carryOut(attempt("arn:parent", machine, "\"Inputs\":{}"));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            TaskOutcome.Failed.class,
            failed -> {
              assertThat(failed.error()).isEqualTo("States.Runtime");
              assertThat(failed.cause())
                  .endsWith("[The field 'Inputs' is not supported by Step Functions]");
            });
    assertThat(millrace.executions().list(machine, null, null, 10)).isEmpty();
  }

  @Test
  void theTaskTokenOfAJobEndsItsTask() {
    String child =
        machine(
            "child",
            "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Resource\":"
                + "\"arn:aws:states:::sqs:sendMessage.waitForTaskToken\",\"Parameters\":"
                + "{\"QueueUrl\":\"q\",\"MessageBody.$\":\"$.token\"},\"End\":true}}}");
    String parent =
        machine(
            "parent",
            "{\"StartAt\":\"S\",\"States\":{\"S\":{\"Type\":\"Task\",\"Resource\":"
                + "\"arn:aws:states:::states:startExecution.sync\",\"Parameters\":"
                + "{\"StateMachineArn\":\""
                + child
                + "\",\"Input\":{\"token.$\":\"$$.Task.Token\"}},\"End\":true}}}");
    String run = millrace.executions().start(parent, null, "{}").executionArn();
    until(() -> !elsewhere.isEmpty(), "the child's task");
    String token = elsewhere.element().parameters().node().path("MessageBody").asText();
    event(run, EventType.TaskSubmitted);

    millrace.executions().taskSucceeded(token, "\"by token\"");

    assertThat(ended(run).output().text()).isEqualTo("\"by token\"");
    assertThat(millrace.executions().list(child, ExecutionStatus.RUNNING, null, 10)).hasSize(1);
  }

  private static TaskAttempt attempt(String parent, String machine, String field) {
    return attempt(parent, machine, field, "", Resource.Pattern.REQUEST_RESPONSE);
  }

  private static TaskAttempt attempt(
      String parent, String machine, String field, String suffix, Resource.Pattern pattern) {
    String action = "startExecution";
    return new TaskAttempt(
        new UUID(1, 2),
        parent,
        3,
        "S",
        new Resource.ServiceIntegration(
            "arn:aws:states:::states:" + action + suffix, "states", action, pattern),
        Payload.ofText("{\"StateMachineArn\":\"" + machine + "\",\"Name\":\"one\"," + field + "}"),
        Long.MAX_VALUE,
        null,
        null,
        null,
        null);
  }

  private String machine(String name, String definition) {
    return machine(name, definition, StateMachine.Type.STANDARD);
  }

  private String machine(String name, String definition, StateMachine.Type type) {
    return millrace
        .stateMachines()
        .create(
            name,
            type,
            new MachineSettings(
                definition, "arn:aws:iam::000000000000:role/role", null, null, null),
            Map.of())
        .arn();
  }

  private String start(String action, String child, String input) {
    String parent =
        machine(
            "parent",
            "{\"StartAt\":\"S\",\"States\":{\"S\":{\"Type\":\"Task\",\"Resource\":"
                + "\"arn:aws:states:::states:"
                + action
                + "\",\"Parameters\":{\"StateMachineArn\":\""
                + child
                + "\",\"Name\":\"one\",\"Input.$\":\"$\"},\"End\":true}}}");
    return millrace.executions().start(parent, null, input).executionArn();
  }

  private String childOf(String parent) {
    EventDetails.TaskOutput submitted =
        (EventDetails.TaskOutput) event(parent, EventType.TaskSubmitted).details();
    return submitted.output().node().path("ExecutionArn").asText();
  }

  private void killAndRestart() {
    InMemoryJournal next = journal.takeOver();
    Millrace killed = millrace;
    journal = next;
    killed.close();
    millrace = boot();
  }

  private void advance(Duration by) {
    clock.advance(by);
    millrace.tick();
  }

  private ExecutionDescription ended(String arn) {
    until(() -> millrace.executions().describe(arn).summary().status().isTerminal(), arn);
    return millrace.executions().describe(arn);
  }

  private List<EventType> types(String arn) {
    return millrace.executions().history(arn, 1, false, 1_000).stream()
        .map(HistoryEvent::type)
        .toList();
  }

  private HistoryEvent event(String arn, EventType type) {
    until(() -> types(arn).contains(type), arn + " has " + type);
    return millrace.executions().history(arn, 1, false, 1_000).stream()
        .filter(event -> event.type() == type)
        .findFirst()
        .orElseThrow();
  }

  /// Other threads work meanwhile; there is nothing to wait on but what they leave.
  private static void until(BooleanSupplier condition, String what) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never happened: " + what);
      }
      LockSupport.parkNanos(200_000);
    }
  }
}
