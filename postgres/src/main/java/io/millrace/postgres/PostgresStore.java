package io.millrace.postgres;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.engine.journal.JournalUnavailableException;
import io.millrace.postgres.journal.EndedExecutionDeletion;
import io.millrace.postgres.journal.PostgresJournal;
import io.millrace.postgres.machine.PostgresActivityStore;
import io.millrace.postgres.machine.PostgresStateMachineStore;
import io.millrace.runtime.retention.EndedExecutions;
import io.millrace.runtime.task.HmacTaskTokens;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// One database, opened: the journal, the state machines, and the key of task tokens. Close it
/// last.
public final class PostgresStore implements AutoCloseable {
  private static final int KEY_BYTES = 32;

  private final HikariDataSource reads;
  private final PostgresJournal journal;
  private final PostgresStateMachineStore stateMachines;
  private final HmacTaskTokens taskTokens;

  private PostgresStore(HikariDataSource reads, PostgresJournal journal, byte[] taskTokenKey) {
    this.reads = reads;
    this.journal = journal;
    this.stateMachines = new PostgresStateMachineStore(reads);
    this.taskTokens = new HmacTaskTokens(taskTokenKey);
  }

  /// Connects, brings the schema to this version, and becomes the owner of the work: at once, or
  /// when the owner before has let its lease go, as the configuration says.
  ///
  /// @throws JournalUnavailableException when the database cannot be reached
  /// @throws IllegalStateException when its commits are not durable
  public static PostgresStore open(PostgresConfig config) {
    Connections connections = new Connections(config);
    byte[] key;
    try (Connection connection = connections.open()) {
      Connections.checkDurability(connection);
      Migrations.apply(config, connection);
      key = taskTokenKey(connection);
    } catch (SQLException e) {
      throw new JournalUnavailableException(
          "PostgreSQL cannot be used at %s as user %s: %s"
              .formatted(config.jdbcUrl(), config.user(), e.getMessage()),
          e);
    }
    HikariDataSource reads = connections.pool();
    try {
      return new PostgresStore(reads, PostgresJournal.open(config, connections, reads), key);
    } catch (RuntimeException e) {
      reads.close();
      throw e;
    }
  }

  /// Also the reads of executions.
  public PostgresJournal journal() {
    return journal;
  }

  public PostgresStateMachineStore stateMachines() {
    return stateMachines;
  }

  /// Executions that have ended, to be deleted when they are old.
  public EndedExecutions endedExecutions() {
    return new EndedExecutionDeletion(reads);
  }

  public PostgresActivityStore activities() {
    return new PostgresActivityStore(reads);
  }

  /// Task tokens under the key that was made with the schema.
  public HmacTaskTokens taskTokens() {
    return taskTokens;
  }

  @Override
  public void close() {
    journal.close();
    reads.close();
  }

  private static byte[] taskTokenKey(Connection connection) throws SQLException {
    byte[] fresh = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(fresh);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO secret VALUES ('task-token', ?) ON CONFLICT DO NOTHING")) {
      insert.setBytes(1, fresh);
      insert.executeUpdate();
    }
    try (PreparedStatement select =
            connection.prepareStatement("SELECT value FROM secret WHERE name = 'task-token'");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getBytes(1);
    }
  }
}
