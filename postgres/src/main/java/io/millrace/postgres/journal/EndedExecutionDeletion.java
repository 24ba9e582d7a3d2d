package io.millrace.postgres.journal;

import io.millrace.postgres.Failures;
import io.millrace.runtime.retention.EndedExecutions;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/// Deletes rows of ended executions. Each batch is a transaction of its own. Safe for concurrent
/// use.
///
/// There is no index on the time of the end, which every execution would pay for: ids are in the
/// order of starts, and what ended before a moment began before it.
public final class EndedExecutionDeletion implements EndedExecutions {
  private static final int CHILDREN_AT_A_TIME = 1_000;

  /// Executions that must stay because something below them runs. Indexes: map_run_running,
  /// execution_running_of_map_run.
  static final String BUSY =
      """
      WITH RECURSIVE busy(id) AS (
        (SELECT parent FROM map_run WHERE status = 0
         UNION
         SELECT m.parent FROM execution e JOIN map_run m ON m.id = e.map_run
         WHERE e.map_run IS NOT NULL AND e.status = 0)
        UNION
        SELECT m.parent FROM busy JOIN execution e ON e.id = busy.id JOIN map_run m ON m.id = e.map_run)
      SELECT id FROM busy
      """;

  /// So much longer an execution stays while its end has not been told. Targets are given up after
  /// a day, so what is left after this has nobody to go to: the rules have been removed.
  private static final long UNTOLD_MILLIS = Duration.ofDays(30).toMillis();

  /// Index: the primary key of execution.
  static final String OLD =
      """
      SELECT e.id FROM execution e
      WHERE e.id < ? AND e.stop_ms < ? AND e.map_run IS NULL AND e.id <> ALL (?)
        AND (e.stop_ms < ? OR NOT EXISTS (SELECT 1 FROM status_change s WHERE s.execution = e.id))
      ORDER BY e.id LIMIT ?
      """;

  /// Index: map_run_of_execution.
  private static final String MAP_RUNS = "SELECT id FROM map_run WHERE parent = ANY (?)";

  /// Index: execution_of_map_run.
  private static final String CHILDREN = "SELECT id FROM execution WHERE map_run = ? LIMIT ?";

  private final DataSource pool;

  public EndedExecutionDeletion(DataSource pool) {
    this.pool = pool;
  }

  @Override
  public long deleteBefore(long stopMillis, int limit) {
    try (Connection connection = pool.getConnection()) {
      List<UUID> busy = ids(connection, BUSY);
      List<UUID> old =
          ids(
              connection,
              OLD,
              firstIdAt(stopMillis),
              stopMillis,
              array(connection, busy),
              stopMillis - UNTOLD_MILLIS,
              limit);
      return delete(connection, old);
    } catch (SQLException e) {
      throw Failures.of("Old executions could not be deleted", e);
    }
  }

  /// Less than all UUIDs of version 7 of this millisecond and later.
  private static UUID firstIdAt(long millis) {
    return new UUID(millis << 16, 0);
  }

  /// Children before their parents: a parent that is left finds the rest of them.
  private static long delete(Connection connection, List<UUID> executions) throws SQLException {
    if (executions.isEmpty()) {
      return 0;
    }
    long deleted = 0;
    List<UUID> mapRuns = ids(connection, MAP_RUNS, array(connection, executions));
    for (UUID mapRun : mapRuns) {
      List<UUID> children = ids(connection, CHILDREN, mapRun, CHILDREN_AT_A_TIME);
      while (!children.isEmpty()) {
        deleted += delete(connection, children);
        children = ids(connection, CHILDREN, mapRun, CHILDREN_AT_A_TIME);
      }
    }
    connection.setAutoCommit(false);
    try {
      update(connection, "DELETE FROM map_run WHERE id = ANY (?)", mapRuns);
      update(connection, "DELETE FROM status_change WHERE execution = ANY (?)", executions);
      update(connection, "DELETE FROM history WHERE execution = ANY (?)", executions);
      deleted += update(connection, "DELETE FROM execution WHERE id = ANY (?)", executions);
      connection.commit();
      return deleted;
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static Array array(Connection connection, List<UUID> ids) throws SQLException {
    return connection.createArrayOf("uuid", ids.toArray());
  }

  private static int update(Connection connection, String sql, List<UUID> ids) throws SQLException {
    if (ids.isEmpty()) {
      return 0;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, array(connection, ids));
      return statement.executeUpdate();
    }
  }

  private static List<UUID> ids(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      List<UUID> ids = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getObject(1, UUID.class));
        }
      }
      return ids;
    }
  }
}
