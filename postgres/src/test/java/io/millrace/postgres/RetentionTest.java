package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.task.TaskOutcome;
import io.millrace.runtime.Millrace;
import io.millrace.runtime.RuntimeConfig;
import io.millrace.runtime.machine.MachineSettings;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.retention.ExecutionRetention;
import io.millrace.testkit.ScriptedConnector;
import io.millrace.testkit.SettableClock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Executions go ninety days after their end, with everything that belongs to them, and no sooner.
class RetentionTest {
  private static final String PASS =
      "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}";
  private static final String TASK =
      "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"End\":true,"
          + "\"Resource\":\"arn:aws:lambda:us-east-1:000000000000:function:f\"}}}";

  /// Distributed, with another one in each child.
  private static final String NESTED =
      """
      {"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemProcessor":{
        "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
        "StartAt":"N","States":{"N":{"Type":"Map","End":true,"ItemProcessor":{
          "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
          "StartAt":"T","States":{"T":{"Type":"Task","End":true,
            "Resource":"arn:aws:lambda:us-east-1:000000000000:function:f"}}}}}}}}}
      """;

  private final PostgresConfig config = TestServer.emptyDatabase();
  private final SettableClock clock = new SettableClock(Instant.parse("2026-08-01T00:00:00Z"));
  private final CountDownLatch open = new CountDownLatch(1);
  private final PostgresStore store = PostgresStore.open(config);
  private final Millrace engine =
      Millrace.start(
          RuntimeConfig.standard(),
          new Millrace.Parts(
              store.journal(),
              store.journal(),
              store.stateMachines(),
              List.of(
                  new ScriptedConnector(
                      attempt -> {
                        if (attempt.parameters().text().contains("wait")) {
                          open.await();
                        }
                        return new TaskOutcome.Succeeded(attempt.parameters());
                      })),
              store.taskTokens(),
              clock,
              _ -> {}));
  private final ExecutionRetention retention =
      new ExecutionRetention(store.endedExecutions(), ExecutionRetention.KEEP);

  @AfterEach
  void close() {
    open.countDown();
    engine.close();
    store.close();
  }

  @Test
  void anExecutionGoesNinetyDaysAfterItsEndAndItsNameIsFreeAgain() throws SQLException {
    String machine = machine("m", PASS);
    String old = ended(machine, "old", "{}");
    clock.advance(Duration.ofDays(1));
    String younger = ended(machine, "younger", "{}");
    clock.advance(Duration.ofDays(89));

    assertThat(retention.sweep(clock.instant())).as("to the day").isZero();
    clock.advance(Duration.ofMillis(1));
    assertThat(retention.sweep(clock.instant())).isEqualTo(1);

    assertThat(store.journal().find(old)).isEmpty();
    assertThat(store.journal().find(younger)).isPresent();
    assertThat(ended(machine, "old", "{\"again\":true}")).isEqualTo(old);
  }

  @Test
  void whatRunsStaysHoweverOldItIs() throws SQLException {
    String running =
        engine.executions().start(machine("m", TASK), "running", "{\"wait\":1}").executionArn();
    clock.advance(Duration.ofDays(400));

    assertThat(retention.sweep(clock.instant())).isZero();
    open.countDown();
    until(() -> engine.executions().describe(running).summary().status().isTerminal());
    assertThat(retention.sweep(clock.instant())).as("it ended just now").isZero();

    clock.advance(Duration.ofDays(91));
    assertThat(retention.sweep(clock.instant())).isEqualTo(1);
    assertThat(count("execution")).isZero();
    assertThat(count("history")).isZero();
  }

  @Test
  void childrenOfMapRunsGoWithTheirParentAtAnyDepth() throws SQLException {
    ended(machine("m", NESTED), "nested", "[[1,2],[3],[]]");
    assertThat(count("execution")).isEqualTo(1 + 3 + 3);
    assertThat(count("map_run")).isEqualTo(1 + 3);
    clock.advance(Duration.ofDays(91));

    assertThat(retention.sweep(clock.instant())).isEqualTo(7);

    assertThat(count("execution")).isZero();
    assertThat(count("history")).isZero();
    assertThat(count("map_run")).isZero();
  }

  @Test
  void aParentStaysWhileAChildOfAChildRuns() throws SQLException {
    String arn =
        engine
            .executions()
            .start(machine("m", NESTED), "nested", "[[\"wait\"],[2]]")
            .executionArn();
    until(() -> count("execution") == 5);
    // As if the parent had ended and a crash had come before its Map Run was stopped.
    update(
        "UPDATE execution SET status = 2, stop_ms = start_ms, wake_ms = NULL, in_flight = false"
            + " WHERE name = 'nested'");
    clock.advance(Duration.ofDays(91));

    assertThat(retention.sweep(clock.instant())).isZero();

    assertThat(store.journal().find(arn)).isPresent();
    assertThat(count("execution")).isEqualTo(5);
  }

  @Test
  void anExecutionStaysUntilItsEndHasBeenTold() throws SQLException {
    ended(machine("m", PASS), "untold", "{}");
    update("INSERT INTO status_change (execution, event_id) SELECT id, 1 FROM execution");
    clock.advance(Duration.ofDays(91));
    assertThat(retention.sweep(clock.instant())).isZero();

    update("DELETE FROM status_change");

    assertThat(retention.sweep(clock.instant())).isEqualTo(1);
  }

  @Test
  void anEndThatNobodyWantsToHearOfAnyMoreKeepsItsExecutionThirtyDaysLonger() throws SQLException {
    ended(machine("m", PASS), "untold", "{}");
    update("INSERT INTO status_change (execution, event_id) SELECT id, 1 FROM execution");
    clock.advance(Duration.ofDays(120));
    assertThat(retention.sweep(clock.instant())).as("to the day").isZero();

    clock.advance(Duration.ofMillis(1));

    assertThat(retention.sweep(clock.instant())).isEqualTo(1);
    assertThat(count("status_change")).isZero();
  }

  @Test
  void manyGoInSeveralBatches() throws SQLException {
    String machine = machine("m", PASS);
    for (int i = 0; i < 450; i++) {
      engine.executions().start(machine, null, "{}");
    }
    clock.advance(Duration.ofDays(91));

    assertThat(retention.sweep(clock.instant())).isEqualTo(450);
  }

  @Test
  void lessThanADayIsRefused() {
    assertThatThrownBy(() -> new ExecutionRetention(store.endedExecutions(), Duration.ofHours(23)))
        .hasMessageContaining("at least a day");
  }

  private String machine(String name, String definition) {
    return engine
        .stateMachines()
        .create(
            name,
            StateMachine.Type.STANDARD,
            new MachineSettings(definition, "arn:aws:iam::000000000000:role/r", null, null, null),
            Map.of())
        .arn();
  }

  private String ended(String machine, String name, String input) {
    String arn = engine.executions().start(machine, name, input).executionArn();
    until(() -> engine.executions().describe(arn).summary().status().isTerminal());
    return arn;
  }

  private long count(String table) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void update(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + 120_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it never happened").isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
