package io.millrace.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.task.TaskOutcome;
import io.millrace.testkit.ScriptedConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.IncludedData;
import software.amazon.awssdk.services.sfn.model.InvalidArnException;
import software.amazon.awssdk.services.sfn.model.InvalidExecutionInputException;
import software.amazon.awssdk.services.sfn.model.StartSyncExecutionResponse;
import software.amazon.awssdk.services.sfn.model.StateMachineType;
import software.amazon.awssdk.services.sfn.model.StateMachineTypeNotSupportedException;
import software.amazon.awssdk.services.sfn.model.SyncExecutionStatus;

/// EXPRESS state machines, as AWS's own SDK sees them.
class ExpressOperationsTest {
  private static final String TASK =
      """
      {"StartAt":"A","States":{"A":{"Type":"Task","End":true,
        "Resource":"arn:aws:lambda:us-east-1:000000000000:function:f"}}}
      """;

  private final ScriptedConnector connector =
      new ScriptedConnector(
          attempt ->
              attempt.parameters().text().contains("bad")
                  ? new TaskOutcome.Failed("Stage.Broken", "no disk")
                  : new TaskOutcome.Succeeded(attempt.parameters()));
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
  void aSynchronousExecutionAnswersWithItsResultAndItsBill() {
    String machine = machine(StateMachineType.EXPRESS);

    StartSyncExecutionResponse answer =
        sfn.startSyncExecution(
            r ->
                r.stateMachineArn(machine)
                    .name("one")
                    .input("{ \"n\" : 1 }")
                    .traceHeader("Root=1"));

    assertThat(answer.status()).isEqualTo(SyncExecutionStatus.SUCCEEDED);
    assertThat(answer.executionArn())
        .matches("arn:aws:states:us-east-1:000000000000:express:machine:one:[0-9a-f-]{36}");
    assertThat(answer.stateMachineArn()).isEqualTo(machine);
    assertThat(answer.name()).isEqualTo("one");
    assertThat(answer.input()).isEqualTo("{ \"n\" : 1 }");
    assertThat(answer.inputDetails().included()).isTrue();
    assertThat(answer.output()).isEqualTo("{ \"n\" : 1 }");
    assertThat(answer.startDate()).isEqualTo(TestServer.NOW);
    assertThat(answer.stopDate()).isEqualTo(TestServer.NOW);
    assertThat(answer.traceHeader()).isEqualTo("Root=1");
    assertThat(answer.billingDetails().billedDurationInMilliseconds()).isEqualTo(100);
    assertThat(answer.billingDetails().billedMemoryUsedInMB()).isEqualTo(64);
  }

  @Test
  void aFailedExecutionIsAnAnswerToo() {
    String machine = machine(StateMachineType.EXPRESS);

    StartSyncExecutionResponse answer =
        sfn.startSyncExecution(r -> r.stateMachineArn(machine).input("\"bad\""));

    assertThat(answer.status()).isEqualTo(SyncExecutionStatus.FAILED);
    assertThat(answer.error()).isEqualTo("Stage.Broken");
    assertThat(answer.cause()).isEqualTo("no disk");
    assertThat(answer.output()).isNull();
    assertThat(answer.outputDetails()).isNull();
  }

  @Test
  void metadataAloneHasNoData() {
    String machine = machine(StateMachineType.EXPRESS);

    StartSyncExecutionResponse answer =
        sfn.startSyncExecution(
            r -> r.stateMachineArn(machine).includedData(IncludedData.METADATA_ONLY));

    assertThat(answer.status()).isEqualTo(SyncExecutionStatus.SUCCEEDED);
    assertThat(answer.input()).isNull();
    assertThat(answer.output()).isNull();
  }

  @Test
  void whatCannotBeStartedIsRefused() {
    String standard = machine(StateMachineType.STANDARD);
    assertThatThrownBy(() -> sfn.startSyncExecution(r -> r.stateMachineArn(standard)))
        .isInstanceOf(StateMachineTypeNotSupportedException.class);

    sfn.deleteStateMachine(r -> r.stateMachineArn(standard));
    String express = machine(StateMachineType.EXPRESS);
    assertThatThrownBy(
            () -> sfn.startSyncExecution(r -> r.stateMachineArn(express).input("{not json")))
        .isInstanceOf(InvalidExecutionInputException.class);
  }

  @Test
  void anAsynchronousExecutionIsKnownToNobodyAfterwards() {
    String machine = machine(StateMachineType.EXPRESS);

    String arn = sfn.startExecution(r -> r.stateMachineArn(machine).name("one")).executionArn();
    String again = sfn.startExecution(r -> r.stateMachineArn(machine).name("one")).executionArn();

    assertThat(again).isNotEqualTo(arn).startsWith(arn.substring(0, arn.lastIndexOf(':')));
    assertThatThrownBy(() -> sfn.describeExecution(r -> r.executionArn(arn)))
        .isInstanceOf(InvalidArnException.class)
        .hasMessageContaining("Resource type not valid in this context: express");
    assertThatThrownBy(() -> sfn.stopExecution(r -> r.executionArn(arn)))
        .isInstanceOf(InvalidArnException.class);
    assertThatThrownBy(() -> sfn.getExecutionHistory(r -> r.executionArn(arn)))
        .isInstanceOf(InvalidArnException.class);
    assertThatThrownBy(() -> sfn.describeStateMachineForExecution(r -> r.executionArn(arn)))
        .isInstanceOf(InvalidArnException.class);
    assertThatThrownBy(() -> sfn.listExecutions(r -> r.stateMachineArn(machine)))
        .isInstanceOf(StateMachineTypeNotSupportedException.class);
  }

  private String machine(StateMachineType type) {
    return sfn.createStateMachine(
            r ->
                r.name("machine")
                    .type(type)
                    .roleArn("arn:aws:iam::000000000000:role/r")
                    .definition(TASK))
        .stateMachineArn();
  }
}
