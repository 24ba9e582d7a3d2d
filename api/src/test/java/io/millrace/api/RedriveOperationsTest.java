package io.millrace.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.task.TaskOutcome;
import io.millrace.testkit.ScriptedConnector;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.DescribeMapRunResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionNotRedrivableException;
import software.amazon.awssdk.services.sfn.model.ExecutionRedriveFilter;
import software.amazon.awssdk.services.sfn.model.ExecutionRedriveStatus;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import software.amazon.awssdk.services.sfn.model.InvalidArnException;
import software.amazon.awssdk.services.sfn.model.ValidationException;

/// RedriveExecution and what descriptions, lists and histories tell of it, as AWS's own SDK sees
/// it.
class RedriveOperationsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TASK =
      "\"T\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:lambda:us-east-1:000000000000:function:f\",\"End\":true}";
  private static final String PLAIN = "{\"StartAt\":\"T\",\"States\":{" + TASK + "}}";
  private static final String MAP =
      """
      {"StartAt":"M","States":{"M":{"Type":"Map","Label":"L","End":true,"ToleratedFailureCount":1,
        "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
          "StartAt":"T","States":{%s}}}}}
      """
          .formatted(TASK);

  private final AtomicBoolean healed = new AtomicBoolean();
  private final ScriptedConnector connector =
      new ScriptedConnector(
          attempt ->
              healed.get() || attempt.parameters().text().equals("0")
                  ? new TaskOutcome.Succeeded(attempt.parameters())
                  : new TaskOutcome.Failed("Sick", "still"));
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
  void aFailedExecutionIsRedrivenAndTellsSo() {
    String arn = started(PLAIN, "1");
    assertThat(ended(arn).redriveStatus()).isEqualTo(ExecutionRedriveStatus.REDRIVABLE);
    assertThat(ended(arn).redriveDate()).isNull();
    server.advance(Duration.ofMinutes(1));
    healed.set(true);

    var answer = sfn.redriveExecution(r -> r.executionArn(arn).clientToken("one"));

    assertThat(answer.redriveDate()).isEqualTo(TestServer.NOW.plusSeconds(60));
    DescribeExecutionResponse execution = ended(arn);
    assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(execution.startDate()).isEqualTo(TestServer.NOW);
    assertThat(execution.output()).isEqualTo("1");
    assertThat(execution.error()).isNull();
    assertThat(execution.redriveCount()).isEqualTo(1);
    assertThat(execution.redriveDate()).isEqualTo(answer.redriveDate());
    assertThat(execution.redriveStatus()).isEqualTo(ExecutionRedriveStatus.NOT_REDRIVABLE);
    HistoryEvent redriven =
        sfn.getExecutionHistory(r -> r.executionArn(arn)).events().stream()
            .filter(event -> event.type() == HistoryEventType.EXECUTION_REDRIVEN)
            .findFirst()
            .orElseThrow();
    assertThat(redriven.executionRedrivenEventDetails().redriveCount()).isEqualTo(1);
    ExecutionListItem listed =
        sfn.listExecutions(r -> r.stateMachineArn(execution.stateMachineArn()))
            .executions()
            .getFirst();
    assertThat(listed.redriveCount()).isEqualTo(1);
    assertThat(listed.redriveDate()).isEqualTo(answer.redriveDate());
    assertThat(sfn.redriveExecution(r -> r.executionArn(arn).clientToken("one")).redriveDate())
        .as("a repetition")
        .isEqualTo(answer.redriveDate());
  }

  @Test
  void refusalsHaveAwssNames() {
    String arn = started(PLAIN, "0");
    ended(arn);

    assertThatThrownBy(() -> sfn.redriveExecution(r -> r.executionArn(arn)))
        .isInstanceOfSatisfying(
            ExecutionNotRedrivableException.class,
            e ->
                assertThat(e.awsErrorDetails().errorMessage())
                    .contains("Execution is SUCCEEDED and cannot be redriven"));
    assertThatThrownBy(() -> sfn.redriveExecution(r -> r.executionArn(arn + "-none")))
        .isInstanceOf(ExecutionDoesNotExistException.class);
    assertThatThrownBy(
            () ->
                sfn.redriveExecution(r -> r.executionArn(arn.replace(":execution:", ":express:"))))
        .isInstanceOf(InvalidArnException.class);
    assertThatThrownBy(() -> sfn.redriveExecution(r -> r.executionArn(arn).clientToken("a b")))
        .isInstanceOf(ValidationException.class);
  }

  @Test
  void aMapRunAndItsChildrenTellOfTheirRedrives() {
    String arn = started(MAP, "[0,1,2]");
    assertThat(ended(arn).error()).isEqualTo("States.ExceedToleratedFailureThreshold");
    String run = sfn.listMapRuns(r -> r.executionArn(arn)).mapRuns().getFirst().mapRunArn();
    String child =
        sfn.listExecutions(r -> r.mapRunArn(run).statusFilter(ExecutionStatus.FAILED))
            .executions()
            .getFirst()
            .executionArn();
    assertThat(ended(child).redriveStatus())
        .isEqualTo(ExecutionRedriveStatus.REDRIVABLE_BY_MAP_RUN);
    assertThatThrownBy(() -> sfn.redriveExecution(r -> r.executionArn(child)))
        .isInstanceOf(ExecutionNotRedrivableException.class);
    healed.set(true);

    sfn.redriveExecution(r -> r.executionArn(arn));

    assertThat(ended(arn).output()).isEqualTo("[0,1,2]");
    DescribeMapRunResponse described = sfn.describeMapRun(r -> r.mapRunArn(run));
    assertThat(described.redriveCount()).isEqualTo(1);
    assertThat(described.redriveDate()).isEqualTo(TestServer.NOW);
    assertThat(described.executionCounts().succeeded()).isEqualTo(3);
    assertThat(described.executionCounts().pendingRedrive()).isZero();
    assertThat(filtered(run, ExecutionRedriveFilter.REDRIVEN)).isEqualTo(2);
    assertThat(filtered(run, ExecutionRedriveFilter.NOT_REDRIVEN)).isEqualTo(1);
    assertThat(
            sfn.getExecutionHistory(r -> r.executionArn(arn)).events().stream()
                .filter(event -> event.type() == HistoryEventType.MAP_RUN_REDRIVEN)
                .map(event -> event.mapRunRedrivenEventDetails().mapRunArn()))
        .containsExactly(run);
  }

  @Test
  void failuresThatCannotBeRedrivenAreCounted() {
    String arn = started(MAP, "[0,1,2]");
    ended(arn);
    String run = sfn.listMapRuns(r -> r.executionArn(arn)).mapRuns().getFirst().mapRunArn();
    assertThat(sfn.describeMapRun(r -> r.mapRunArn(run)).executionCounts().failuresNotRedrivable())
        .isZero();

    server.advance(Duration.ofDays(14).plusSeconds(1));

    DescribeMapRunResponse described = sfn.describeMapRun(r -> r.mapRunArn(run));
    assertThat(described.executionCounts().failuresNotRedrivable()).isEqualTo(2);
    assertThat(described.itemCounts().failuresNotRedrivable()).isEqualTo(2);
  }

  private int filtered(String run, ExecutionRedriveFilter filter) {
    return sfn.listExecutions(r -> r.mapRunArn(run).redriveFilter(filter)).executions().size();
  }

  private String started(String definition, String input) {
    String machine =
        sfn.createStateMachine(
                r ->
                    r.name("machine")
                        .definition(definition)
                        .roleArn("arn:aws:iam::000000000000:role/r"))
            .stateMachineArn();
    return sfn.startExecution(r -> r.stateMachineArn(machine).name("e").input(input))
        .executionArn();
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
}
