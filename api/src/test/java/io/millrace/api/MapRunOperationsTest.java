package io.millrace.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeMapRunResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.InvalidArnException;
import software.amazon.awssdk.services.sfn.model.MapRunStatus;
import software.amazon.awssdk.services.sfn.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sfn.model.ValidationException;

/// Map Runs, as AWS's own SDK sees them.
class MapRunOperationsTest {
  private static final String MACHINE =
      """
      {"StartAt":"M","States":{"M":{"Type":"Map","Label":"L","End":true,"ItemBatcher":{"MaxItemsPerBatch":2},
        "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
          "StartAt":"W","States":{"W":{"Type":"Wait","Seconds":60,"End":true}}}}}}
      """;

  private TestServer server;
  private SfnClient sfn;
  private String execution;

  @BeforeEach
  void start() {
    server = new TestServer();
    sfn = server.client();
    String machine =
        sfn.createStateMachine(
                c ->
                    c.name("machine")
                        .definition(MACHINE)
                        .roleArn("arn:aws:iam::000000000000:role/r"))
            .stateMachineArn();
    execution =
        sfn.startExecution(c -> c.stateMachineArn(machine).input("[1,2,3,4,5]")).executionArn();
    until(
        () ->
            !sfn.listMapRuns(c -> c.executionArn(execution)).mapRuns().isEmpty()
                && describe().executionCounts().running() == 3);
  }

  @AfterEach
  void stop() {
    sfn.close();
    server.close();
  }

  private String mapRun() {
    return sfn.listMapRuns(c -> c.executionArn(execution)).mapRuns().getFirst().mapRunArn();
  }

  private DescribeMapRunResponse describe() {
    return sfn.describeMapRun(c -> c.mapRunArn(mapRun()));
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it never happened").isLessThan(end);
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Test
  void aMapRunCountsItemsAndChildren() {
    DescribeMapRunResponse run = describe();

    assertThat(run.mapRunArn())
        .startsWith("arn:aws:states:us-east-1:000000000000:mapRun:machine/L:");
    assertThat(run.executionArn()).isEqualTo(execution);
    assertThat(run.status()).isEqualTo(MapRunStatus.RUNNING);
    assertThat(run.itemCounts().running()).isEqualTo(5);
    assertThat(run.itemCounts().total()).isEqualTo(5);
    assertThat(run.executionCounts().total()).isEqualTo(3);
  }

  @Test
  void itsChildrenAreListedTheLastFirstInPages() {
    var first = sfn.listExecutions(c -> c.mapRunArn(mapRun()).maxResults(2));
    var second =
        sfn.listExecutions(c -> c.mapRunArn(mapRun()).maxResults(2).nextToken(first.nextToken()));

    assertThat(first.executions()).extracting(ExecutionListItem::itemCount).containsExactly(1, 2);
    assertThat(second.executions()).extracting(ExecutionListItem::itemCount).containsExactly(2);
    assertThat(second.nextToken()).isNull();
    ExecutionListItem child = second.executions().getFirst();
    assertThat(child.stateMachineArn())
        .isEqualTo("arn:aws:states:us-east-1:000000000000:stateMachine:machine/L");
    var described = sfn.describeExecution(c -> c.executionArn(child.executionArn()));
    assertThat(described.mapRunArn()).isEqualTo(mapRun());
    assertThat(described.input()).isEqualTo("{\"Items\":[1,2]}");
    assertThat(
            sfn.describeStateMachineForExecution(c -> c.executionArn(child.executionArn())).label())
        .isEqualTo("L");
  }

  @Test
  void settingsChangeWhileItRuns() {
    sfn.updateMapRun(
        c -> c.mapRunArn(mapRun()).maxConcurrency(7).toleratedFailurePercentage(12.5f));

    assertThat(describe().maxConcurrency()).isEqualTo(7);
    assertThat(describe().toleratedFailurePercentage()).isEqualTo(12.5f);
    assertThat(describe().toleratedFailureCount()).isZero();
  }

  @Test
  void stoppingTheExecutionAbortsIt() {
    sfn.stopExecution(c -> c.executionArn(execution));

    until(() -> describe().executionCounts().aborted() == 3);
    assertThat(describe().status()).isEqualTo(MapRunStatus.ABORTED);
    assertThat(describe().stopDate()).isNotNull();
    assertThatThrownBy(() -> sfn.updateMapRun(c -> c.mapRunArn(mapRun()).maxConcurrency(1)))
        .isInstanceOf(ValidationException.class);
  }

  @Test
  void whatIsNoMapRunIsRefused() {
    String other = mapRun().substring(0, mapRun().length() - 3) + "000";
    assertThatThrownBy(() -> sfn.describeMapRun(c -> c.mapRunArn(other)))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> sfn.describeMapRun(c -> c.mapRunArn(execution)))
        .isInstanceOf(InvalidArnException.class);
    assertThatThrownBy(() -> sfn.listExecutions(c -> c.mapRunArn(other)))
        .isInstanceOf(ResourceNotFoundException.class);
  }
}
