package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.task.TaskOutcome;
import io.millrace.runtime.Millrace;
import io.millrace.runtime.RuntimeConfig;
import io.millrace.runtime.machine.MachineSettings;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.testkit.ScriptedConnector;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// The loops over the real journal: owners change while work is under way.
class RuntimeOnPostgresTest {
  private static final int EXECUTIONS = 30;
  private static final int TASKS = 8;

  private static final String MACHINE =
      """
      {"StartAt":"M","States":{"M":{"Type":"Map","End":true,"MaxConcurrency":3,
        "ItemProcessor":{"StartAt":"T","States":{"T":{"Type":"Task","End":true,
          "Resource":"arn:aws:lambda:us-east-1:000000000000:function:f"}}}}}}
      """;

  private final PostgresConfig config = TestServer.emptyDatabase();

  @Test
  void executionsOutliveTheirOwners() {
    CountDownLatch neverOpen = new CountDownLatch(1);
    var stuck =
        new ScriptedConnector(
            attempt -> {
              if (attempt.parameters().text().equals("5")) {
                neverOpen.await(); // the owner falls while these are in flight
              }
              return new TaskOutcome.Succeeded(attempt.parameters());
            });
    List<String> arns = new ArrayList<>();
    PostgresStore firstStore = PostgresStore.open(config);
    Millrace first = start(firstStore, stuck);
    String machine = create(first);
    for (int i = 0; i < EXECUTIONS; i++) {
      arns.add(first.executions().start(machine, "e" + i, "[1,2,3,4,5,6,7,8]").executionArn());
    }
    until(
        () ->
            stuck.attempts().stream().filter(a -> a.parameters().text().equals("5")).count()
                == EXECUTIONS);

    try (PostgresStore store = PostgresStore.open(config);
        Millrace second = start(store, ScriptedConnector.echo())) {
      for (String arn : arns) {
        until(() -> second.executions().describe(arn).summary().status().isTerminal());
        var description = second.executions().describe(arn);
        assertThat(description.summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(String.valueOf(description.output())).isEqualTo("[1,2,3,4,5,6,7,8]");
        List<EventType> types =
            second.executions().history(arn, 1, false, 1_000).stream()
                .map(HistoryEvent::type)
                .toList();
        assertThat(types).filteredOn(EventType.LambdaFunctionSucceeded::equals).hasSize(TASKS);
        assertThat(types).filteredOn(EventType.LambdaFunctionScheduled::equals).hasSize(TASKS);
      }
    } finally {
      first.close();
      firstStore.close();
    }
  }

  @Test
  void largeInputsComeBackWhole() {
    try (PostgresStore store = PostgresStore.open(config);
        Millrace millrace = start(store, ScriptedConnector.echo())) {
      String machine = create(millrace);
      String input = "[\"" + "a\u00e9\u4e2d".repeat(40_000) + "\"]";

      String arn = millrace.executions().start(machine, "large", input).executionArn();

      until(() -> millrace.executions().describe(arn).summary().status().isTerminal());
      assertThat(millrace.executions().describe(arn).input().text()).isEqualTo(input);
      assertThat(String.valueOf(millrace.executions().describe(arn).output())).isEqualTo(input);
    }
  }

  private static Millrace start(PostgresStore store, ScriptedConnector connector) {
    return Millrace.start(
        RuntimeConfig.standard(),
        new Millrace.Parts(
            store.journal(),
            store.journal(),
            store.stateMachines(),
            List.of(connector),
            store.taskTokens(),
            InstantSource.system(),
            _ -> {}));
  }

  private static String create(Millrace millrace) {
    return millrace
        .stateMachines()
        .create(
            "machine",
            StateMachine.Type.STANDARD,
            new MachineSettings(MACHINE, "arn:aws:iam::000000000000:role/r", null, null, null),
            Map.of())
        .arn();
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it never happened").isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
