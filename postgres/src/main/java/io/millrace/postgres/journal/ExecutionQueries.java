package io.millrace.postgres.journal;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.execution.Redrives;
import io.millrace.engine.history.EventCodec;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.journal.ExecutionReads;
import io.millrace.engine.journal.Journal;
import io.millrace.postgres.Failures;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// All reads. Safe for concurrent use; each takes a connection of the pool for itself.
final class ExecutionQueries implements ExecutionReads {
  static final String COLUMNS =
      "id, seed, start_ms, machine, revision, last_event_id, status, name, stop_ms, map_run,"
          + " item_index, item_count, item_mark, redrive_count, redrive_ms, map_run_redrive";

  static final int COLUMN_COUNT = 16;

  /// More Map Runs than this are forgotten and read again when needed.
  private static final int MAP_RUNS_REMEMBERED_MAX = 10_000;

  private final DataSource pool;
  private final HeaderKeys keys;
  private final Map<UUID, String> mapStates = new ConcurrentHashMap<>();

  ExecutionQueries(DataSource pool, HeaderKeys keys) {
    this.pool = pool;
    this.keys = keys;
  }

  /// Index: execution_by_name.
  @Override
  public Optional<Summary> find(String executionArn) {
    int name = executionArn.lastIndexOf(':') + 1;
    return with(
        connection -> {
          var machine = keys.machineByPrefix(executionArn.substring(0, name), connection);
          if (machine.isEmpty()) {
            return Optional.empty();
          }
          List<Summary> found =
              summaries(
                  connection,
                  "SELECT " + COLUMNS + " FROM execution WHERE machine = ? AND name = ?",
                  machine.get().key(),
                  executionArn.substring(name));
          return found.stream().findFirst();
        });
  }

  /// Indexes: execution_by_machine, execution_running, execution_unsuccessful.
  @Override
  public List<Summary> list(
      String stateMachineArn, @Nullable ExecutionStatus status, @Nullable UUID after, int limit) {
    return with(
        connection -> {
          var machine = keys.machineByArn(stateMachineArn, connection);
          if (machine.isEmpty()) {
            return List.of();
          }
          List<Object> parameters = new ArrayList<>();
          parameters.add(machine.get().key());
          if (after != null) {
            parameters.add(after);
          }
          parameters.add(limit);
          return summaries(connection, listSql(status, after != null), parameters.toArray());
        });
  }

  /// The status stands in the text, so that the planner may use partial indexes.
  static String listSql(@Nullable ExecutionStatus status, boolean paged) {
    return "SELECT "
        + COLUMNS
        + " FROM execution WHERE machine = ?"
        + (status == null ? "" : " AND status = " + StoredStatus.number(status))
        + (paged ? " AND id < ?" : "")
        + " ORDER BY id DESC LIMIT ?";
  }

  /// Indexes: the primary keys of execution and history.
  @Override
  public List<HistoryEvent> events(UUID id, long fromEventId, boolean reverse, int limit) {
    return with(connection -> events(connection, id, fromEventId, reverse, limit));
  }

  /// The execution and its whole history. The history is one statement and so one snapshot; the
  /// header, read before, never changes.
  Optional<Journal.StoredExecution> load(UUID id) {
    return with(
        connection -> {
          List<Summary> found =
              summaries(
                  connection, "SELECT " + COLUMNS + " FROM execution WHERE id = ?", (Object) id);
          if (found.isEmpty()) {
            return Optional.empty();
          }
          return Optional.of(
              new Journal.StoredExecution(
                  found.getFirst().header(), events(connection, id, 1, false, Integer.MAX_VALUE)));
        });
  }

  static final String IN_FLIGHT =
      "SELECT id FROM execution WHERE in_flight AND id > ? ORDER BY id LIMIT ?";
  static final String DUE =
      "SELECT id FROM execution WHERE wake_ms < ? AND id > ? ORDER BY id LIMIT ?";
  static final String WAKING =
      "SELECT id FROM execution WHERE wake_ms >= ? AND wake_ms < ? ORDER BY wake_ms, id LIMIT ?";

  /// Indexes: execution_in_flight, execution_waking.
  List<UUID> resumable(long wakeBeforeMillis, UUID after, int limit) {
    return with(
        connection ->
            ids(
                connection,
                "(%s) UNION (%s) ORDER BY id LIMIT ?".formatted(IN_FLIGHT, DUE),
                after,
                limit,
                wakeBeforeMillis,
                after,
                limit,
                limit));
  }

  /// Index: execution_waking.
  List<UUID> waking(long fromMillis, long beforeMillis, int limit) {
    return with(connection -> ids(connection, WAKING, fromMillis, beforeMillis, limit));
  }

  static final String FORWARD =
      """
      SELECT * FROM (
        SELECT 1 AS first_event_id, events FROM execution WHERE id = ?
          AND NOT EXISTS (SELECT FROM history WHERE execution = ? AND first_event_id <= ?)
        UNION ALL
        SELECT first_event_id, events FROM history WHERE execution = ? AND first_event_id >= coalesce(
          (SELECT max(first_event_id) FROM history WHERE execution = ? AND first_event_id <= ?), 1)
      ) AS commits ORDER BY first_event_id LIMIT ?
      """;
  static final String BACKWARD =
      """
      SELECT * FROM (
        SELECT 1 AS first_event_id, events FROM execution WHERE id = ?
        UNION ALL
        SELECT first_event_id, events FROM history WHERE execution = ? AND first_event_id <= ?
      ) AS commits ORDER BY first_event_id DESC LIMIT ?
      """;

  private static List<HistoryEvent> events(
      Connection connection, UUID id, long fromEventId, boolean reverse, int limit)
      throws SQLException {
    int from = Math.clamp(fromEventId, 0, Integer.MAX_VALUE);
    Object[] parameters =
        reverse
            ? new Object[] {id, id, from, limit}
            : new Object[] {id, id, from, id, id, from, limit};
    List<HistoryEvent> events = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(reverse ? BACKWARD : FORWARD)) {
      bind(select, parameters);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next() && events.size() < limit) {
          List<HistoryEvent> commit = EventCodec.decode(rows.getBytes(2));
          for (HistoryEvent event : reverse ? commit.reversed() : commit) {
            boolean wanted = reverse ? event.id() <= fromEventId : event.id() >= fromEventId;
            if (wanted && events.size() < limit) {
              events.add(event);
            }
          }
        }
      }
    }
    return events;
  }

  List<Summary> summaries(Connection connection, String sql, Object... parameters)
      throws SQLException {
    List<Summary> found = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      bind(select, parameters);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(summary(row, connection));
        }
      }
    }
    return found;
  }

  Summary summary(ResultSet row, Connection connection) throws SQLException {
    HeaderKeys.Machine machine = keys.machine(row.getInt(4), connection);
    HeaderKeys.Revision revision = keys.revision(row.getInt(5), connection);
    String name = row.getString(8);
    ExecutionHeader header =
        new ExecutionHeader(
            row.getObject(1, UUID.class),
            machine.prefix() + name,
            name,
            machine.arn(),
            machine.name(),
            revision.revision(),
            revision.roleArn(),
            machine.region(),
            row.getLong(3),
            row.getLong(2),
            MapRunQueries.childOf(row, 10, id -> mapState(id, connection)));
    long stop = row.getLong(9);
    Long stopMillis = row.wasNull() ? null : stop;
    int redriveCount = row.getInt(14);
    Redrives redrives =
        redriveCount == 0
            ? Redrives.NONE
            : new Redrives(redriveCount, row.getLong(15), row.getInt(16));
    return new Summary(
        header, StoredStatus.of(row.getShort(7)), stopMillis, row.getLong(6), redrives);
  }

  /// The Map state of a Map Run, which never changes.
  private String mapState(UUID mapRun, Connection connection) throws SQLException {
    String known = mapStates.get(mapRun);
    if (known != null) {
      return known;
    }
    try (PreparedStatement select =
        connection.prepareStatement("SELECT map_state FROM map_run WHERE id = ?")) {
      bind(select, mapRun);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new IllegalStateException("map_run has no row " + mapRun);
        }
        String found = row.getString(1);
        if (mapStates.size() >= MAP_RUNS_REMEMBERED_MAX) {
          mapStates.clear();
        }
        mapStates.put(mapRun, found);
        return found;
      }
    }
  }

  static List<UUID> ids(Connection connection, String sql, Object... parameters)
      throws SQLException {
    List<UUID> ids = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      bind(select, parameters);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getObject(1, UUID.class));
        }
      }
    }
    return ids;
  }

  static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  interface Query<T> {
    T on(Connection connection) throws SQLException;
  }

  <T> T with(Query<T> query) {
    try (Connection connection = pool.getConnection()) {
      return query.on(connection);
    } catch (SQLException e) {
      throw Failures.of("PostgreSQL does not answer", e);
    }
  }
}
