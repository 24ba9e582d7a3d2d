package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.map.MapRunStore;
import io.millrace.engine.task.TaskOutcome;
import io.millrace.runtime.Millrace;
import io.millrace.runtime.RuntimeConfig;
import io.millrace.runtime.machine.MachineSettings;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.testkit.ScriptedConnector;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A Map Run of a thousand children whose owner falls in the middle of it.
class MapRunOnPostgresTest {
  private static final int CHILDREN = 1_000;

  private static final String MACHINE =
      """
      {"StartAt":"M","States":{"M":{"Type":"Map","End":true,"MaxConcurrency":60,"ItemProcessor":{
        "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
        "StartAt":"T","States":{"T":{"Type":"Task","End":true,
          "Resource":"arn:aws:lambda:us-east-1:000000000000:function:f"}}}}}}
      """;

  private final PostgresConfig config = TestServer.emptyDatabase();

  @Test
  void eachChildRunsOnceAndTheResultIsTheSame() {
    String items =
        IntStream.range(0, CHILDREN)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(",", "[", "]"));
    CountDownLatch neverOpen = new CountDownLatch(1);
    AtomicInteger done = new AtomicInteger();
    var stuck =
        new ScriptedConnector(
            attempt -> {
              if (done.incrementAndGet() > CHILDREN / 2) {
                neverOpen.await(); // the owner falls while these are in flight
              }
              return new TaskOutcome.Succeeded(attempt.parameters());
            });
    PostgresStore firstStore = PostgresStore.open(config);
    Millrace first = start(firstStore, stuck);
    String arn = first.executions().start(create(first), "e", items).executionArn();
    UUID parent = first.executions().describe(arn).summary().header().id();
    until(() -> done.get() > CHILDREN / 2 + 50);

    try (PostgresStore store = PostgresStore.open(config)) {
      UUID run = first.executions().mapRuns().ofExecution(parent, null, 1).getFirst().id();
      MapRunStore.Count before = store.journal().mapRuns().progress(run).started();
      assertThat(before.children()).isBetween(CHILDREN / 2L, CHILDREN - 1L);
      var rest = ScriptedConnector.echo();
      try (Millrace second = start(store, rest)) {
        until(() -> second.executions().describe(arn).summary().status().isTerminal());

        assertThat(String.valueOf(second.executions().describe(arn).output())).isEqualTo(items);
        assertThat(store.journal().mapRuns().progress(run).of(ExecutionStatus.SUCCEEDED))
            .isEqualTo(new MapRunStore.Count(CHILDREN, CHILDREN));
        for (MapRunStore.Child child : store.journal().mapRuns().children(run, null, 0, CHILDREN)) {
          assertThat(
                  store.journal().events(child.summary().header().id(), 1, false, 100).stream()
                      .map(HistoryEvent::type))
              .filteredOn(EventType.LambdaFunctionSucceeded::equals)
              .hasSize(1);
        }
        // Only what had not ended was done again.
        assertThat(rest.attempts()).hasSizeLessThanOrEqualTo(CHILDREN / 2 + 1);
      }
    } finally {
      first.close();
      firstStore.close();
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
    long end = System.nanoTime() + 120_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it never happened").isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
