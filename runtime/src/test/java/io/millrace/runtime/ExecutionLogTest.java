package io.millrace.runtime;

import static io.millrace.runtime.World.passes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.asl.json.Payload;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.task.TaskOutcome;
import io.millrace.runtime.log.LogDestination;
import io.millrace.runtime.log.LogEvent;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.testkit.ScriptedConnector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ExecutionLogTest {
  private static final String FAILING =
      "{\"StartAt\":\"F\",\"States\":{\"F\":{\"Type\":\"Fail\",\"Error\":\"E\",\"Cause\":\"c\"}}}";

  /// What arrived, in order.
  private static final class Kept implements LogDestination {
    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void deliver(String logGroup, List<LogEvent> events) {
      events.forEach(event -> lines.add(logGroup + " " + event.text()));
    }

    List<String> types() {
      return lines.stream()
          .map(line -> Payload.ofText(line.substring(line.indexOf(' '))).node())
          .map(node -> node.path("type").asText())
          .toList();
    }
  }

  @Test
  void everyEventIsLoggedAsAwsDoes() {
    Kept kept = new Kept();
    try (World world = World.logging(kept)) {
      String machine = express(world, passes(1), "ALL", true);

      String arn = world.millrace.executions().startSync(machine, "one", "{}").header().arn();

      world.until(() -> kept.lines.size() == 4, "four events");
      assertThat(kept.lines.getFirst())
          .isEqualTo(
              """
              g {"id":"1","type":"ExecutionStarted","details":{"input":"{}","inputDetails":\
              {"truncated":false},"roleArn":"arn:aws:iam::000000000000:role/role"},\
              "redrive_count":"0","previous_event_id":"0","event_timestamp":"%d",\
              "execution_arn":"%s"}\
              """
                  .formatted(World.T0.toEpochMilli(), arn));
      assertThat(kept.types())
          .containsExactly(
              "ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded");
    }
  }

  @Test
  void executionsOfStandardMachinesAreLoggedOnceDurable() {
    Kept kept = new Kept();
    try (World world = World.logging(kept)) {
      String machine =
          world.machine(FAILING, "m", StateMachine.Type.STANDARD, logging("ERROR", true));

      world.millrace.executions().start(machine, "one", "{}");

      world.until(() -> kept.lines.size() == 2, "two events");
      assertThat(kept.types()).containsExactly("FailStateEntered", "ExecutionFailed");
    }
  }

  @Test
  void withoutExecutionDataNothingOfItIsLogged() {
    Kept kept = new Kept();
    var echo = new ScriptedConnector(attempt -> new TaskOutcome.Succeeded(attempt.parameters()));
    try (World world = World.logging(kept, echo)) {
      String definition =
          """
          {"QueryLanguage":"JSONata","StartAt":"T","States":{"T":{"Type":"Task","End":true,
            "Resource":"arn:aws:states:::lambda:invoke","Arguments":"{% $states.input %}",
            "Assign":{"v":"{% $states.input %}"}}}}
          """;
      String machine = express(world, definition, "ALL", false);

      world.millrace.executions().startSync(machine, "one", "{\"secret\":1}");

      world.until(() -> kept.types().contains("ExecutionSucceeded"), "the end");
      assertThat(kept.lines).hasSizeGreaterThan(4).noneMatch(line -> line.contains("secret"));
    }
  }

  @Test
  void longDataIsCutAndSaysSo() {
    Kept kept = new Kept();
    try (World world = World.logging(kept)) {
      String machine = express(world, passes(1), "ALL", true);
      String input = "\"" + "x".repeat(260_000) + "\"";

      world.millrace.executions().startSync(machine, "one", input);

      world.until(() -> kept.lines.size() == 4, "four events");
      assertThat(kept.lines)
          .allMatch(line -> line.contains("\"truncated\":true") && line.length() < 255_000);
    }
  }

  @Test
  void aDestinationThatFailsOrHangsFailsNoExecution() {
    CountDownLatch never = new CountDownLatch(1);
    Kept kept = new Kept();
    LogDestination failing =
        (_, _) -> {
          throw new IllegalStateException("gone");
        };
    LogDestination hanging =
        (_, _) -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    try (World world = World.logging(List.of(failing, hanging, kept))) {
      String machine = express(world, passes(1), "ALL", true);

      for (int i = 0; i < 100; i++) {
        assertThat(world.millrace.executions().startSync(machine, "one", "{}").status())
            .isEqualTo(ExecutionStatus.SUCCEEDED);
      }

      world.until(() -> kept.lines.size() == 400, "the one that works has all");
      never.countDown();
    }
  }

  @Test
  void aLogGroupThatIsNotThereIsRefused() {
    LogDestination empty =
        new LogDestination() {
          @Override
          public void deliver(String logGroup, List<LogEvent> events) {
            throw new IllegalStateException("nothing is logged here");
          }

          @Override
          public boolean mayExist(String logGroup) {
            return false;
          }
        };
    try (World world = World.logging(empty)) {
      assertThatThrownBy(() -> express(world, passes(1), "ALL", true))
          .hasMessage("Invalid Logging Configuration: Log Destination not found.");
      assertThat(world.express(passes(1))).endsWith(":stateMachine:express");
    }
  }

  @Test
  void aDestinationThatNamesNoLogGroupIsRefusedUnlessNothingIsLogged() {
    try (World world = World.logging(new Kept())) {
      String nowhere = "{\"level\":\"%s\",\"destinations\":[{}]}";

      assertThatThrownBy(
              () ->
                  world.machine(
                      passes(1), "a", StateMachine.Type.EXPRESS, nowhere.formatted("ALL")))
          .hasMessage("Invalid Logging Configuration: Log Destination not found.");
      assertThat(world.machine(passes(1), "b", StateMachine.Type.EXPRESS, nowhere.formatted("OFF")))
          .endsWith(":b");
    }
  }

  private static String express(World world, String definition, String level, boolean data) {
    return world.machine(definition, "e", StateMachine.Type.EXPRESS, logging(level, data));
  }

  private static String logging(String level, boolean data) {
    return """
    {"level":"%s","includeExecutionData":%s,"destinations":[{"cloudWatchLogsLogGroup":
      {"logGroupArn":"arn:aws:logs:us-east-1:000000000000:log-group:g:*"}}]}
    """
        .formatted(level, data);
  }
}
