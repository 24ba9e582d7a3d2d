package io.millrace.postgres.journal;

import static io.millrace.testkit.Histories.header;
import static io.millrace.testkit.Histories.passEvents;
import static io.millrace.testkit.Histories.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.journal.ExecutionReads;
import io.millrace.engine.journal.ExecutionWrite;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalUnavailableException;
import io.millrace.postgres.PostgresConfig;
import io.millrace.postgres.PostgresStore;
import io.millrace.postgres.TestServer;
import io.millrace.testkit.JournalContract;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresJournalTest extends JournalContract {
  private PostgresConfig config;
  private final List<PostgresStore> opened = new ArrayList<>();

  @BeforeEach
  void open() {
    config = TestServer.emptyDatabase();
    opened.add(PostgresStore.open(config));
  }

  @AfterEach
  void close() {
    opened.forEach(PostgresStore::close);
  }

  @Override
  protected Journal journal() {
    return opened.getFirst().journal();
  }

  @Override
  protected ExecutionReads reads() {
    return opened.getFirst().journal();
  }

  @Override
  protected Journal takeOver() {
    opened.add(PostgresStore.open(config));
    return opened.getLast().journal();
  }

  @Test
  void aCommitIsOneStatementWhateverItsSize() {
    List<ExecutionWrite> batch = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      batch.add(write(header("machine", "n" + i), true, passEvents(1, 12)));
    }
    journal().commit(batch);

    JournalStatistics statistics = opened.getFirst().journal().statistics();
    assertThat(statistics.commits()).isEqualTo(1);
    assertThat(statistics.statements()).isEqualTo(1);
    assertThat(statistics.writes()).isEqualTo(500);
    assertThat(statistics.events()).isEqualTo(6_000);
    assertThat(statistics.eventBytes()).isBetween(6_000L, 120_000L);
  }

  @Test
  void aLostConnectionIsReportedOnceAndMadeAgain() throws SQLException {
    ExecutionHeader header = header("machine", "lost");
    journal().commit(List.of(write(header, true, passEvents(1, 2))));
    var next = List.of(write(header, false, passEvents(3, 4)));

    sql("SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory'");

    assertThatThrownBy(() -> journal().commit(next))
        .isInstanceOf(JournalUnavailableException.class);
    journal().commit(next);
    assertThat(journal().load(header.id()).orElseThrow().events()).isEqualTo(passEvents(1, 4));
  }

  @Test
  void readsRecoverFromLostConnections() throws SQLException {
    ExecutionHeader header = header("machine", "read");
    journal().commit(List.of(write(header, true, passEvents(1, 2))));
    sql(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            + " AND datname = current_database()");

    boolean found = false;
    for (int attempt = 0; attempt < 20 && !found; attempt++) {
      try {
        found = reads().find(header.arn()).isPresent();
      } catch (JournalUnavailableException e) {
        assertThat(e).hasMessageContaining("PostgreSQL does not answer");
      }
    }
    assertThat(found).isTrue();
  }

  @Test
  void scansForWorkUseTheirPartialIndexes() throws SQLException {
    List<ExecutionWrite> batch = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      batch.add(
          new ExecutionWrite(
              header("machine" + i % 30, "n" + i),
              true,
              passEvents(1, 2),
              i % 100 == 0 ? ExecutionStatus.RUNNING : ExecutionStatus.SUCCEEDED,
              i % 100 == 0 ? null : 7L,
              i % 200 == 0 ? Long.valueOf(i) : null,
              i % 200 == 100));
    }
    journal().commit(batch);
    sql("ANALYZE millrace.execution");
    String low = "'00000000-0000-0000-0000-000000000000'";

    assertThat(plan(ExecutionQueries.WAKING, "0", "2000", "100")).contains("execution_waking");
    assertThat(plan(ExecutionQueries.DUE, "2000", low, "100")).contains("execution_waking");
    assertThat(plan(ExecutionQueries.IN_FLIGHT, low, "100")).contains("execution_in_flight");
    assertThat(plan(ExecutionQueries.listSql(ExecutionStatus.RUNNING, false), "1", "100"))
        .contains("execution_running");
    assertThat(plan(ExecutionQueries.listSql(ExecutionStatus.FAILED, false), "1", "100"))
        .contains("execution_unsuccessful");
    assertThat(plan(ExecutionQueries.listSql(null, false), "1", "10"))
        .contains("execution_by_machine");
  }

  @Test
  void dueStatusChangesAreFoundByTheirIndex() throws SQLException {
    sql(
        "INSERT INTO millrace.status_change (execution, event_id, due_ms) SELECT"
            + " gen_random_uuid(), 1, 1000 * n FROM generate_series(1, 3000) AS n");
    sql("ANALYZE millrace.status_change");

    assertThat(plan(StatusChangeQueries.DUE, "5000", "100")).contains("status_change_due");
  }

  @Test
  void namesInTheSchemaSayWhatBelongsTogether() throws SQLException {
    assertThatThrownBy(
            () ->
                sql(
                    "INSERT INTO millrace.execution (id, seed, start_ms, machine, revision,"
                        + " last_event_id, status, in_flight, name, stop_ms, events) VALUES"
                        + " (gen_random_uuid(), 1, 1, 1, 1, 1, 0, false, 'running and stopped', 5,"
                        + " '')"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("check constraint");
  }

  private String plan(String sql, String... values) throws SQLException {
    String filled = sql;
    for (String value : values) {
      filled = filled.replaceFirst("\\?", value);
    }
    StringBuilder plan = new StringBuilder();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("EXPLAIN " + filled)) {
      while (rows.next()) {
        plan.append(rows.getString(1)).append('\n');
      }
    }
    return plan.toString();
  }

  private void sql(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        config.jdbcUrl() + "?currentSchema=millrace", config.user(), config.password());
  }
}
