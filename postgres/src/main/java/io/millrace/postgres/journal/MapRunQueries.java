package io.millrace.postgres.journal;

import io.millrace.engine.execution.ChildOf;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.execution.Redrivability;
import io.millrace.engine.history.EventCodec;
import io.millrace.engine.journal.ExecutionReads;
import io.millrace.engine.journal.FencedException;
import io.millrace.engine.map.MapRunRow;
import io.millrace.engine.map.MapRunSettings;
import io.millrace.engine.map.MapRunStore;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Map Runs and their children. Safe for concurrent use; each method takes a connection of the pool
/// for itself.
final class MapRunQueries implements MapRunStore {
  private static final MapRunRow.Status[] STATUSES = MapRunRow.Status.values();
  private static final String COLUMNS =
      "id, arn, parent, parent_arn, state_machine_arn, map_state, started_event_id, start_ms,"
          + " stop_ms, status, concurrency_max, tolerated_failure_count,"
          + " tolerated_failure_percentage, items_total, results_written,"
          + " error, cause, redrive_count, redrive_ms, redriven_children";

  /// As a commit does.
  private static final String OWNED = " AND (SELECT epoch FROM lease) = ?";

  private final ExecutionQueries executions;
  private final long epoch;

  /// @param epoch of the ownership that writes, as each commit compares it
  MapRunQueries(ExecutionQueries executions, long epoch) {
    this.executions = executions;
    this.epoch = epoch;
  }

  @Override
  public MapRunRow open(MapRunRow row) {
    update(
        """
        INSERT INTO map_run (id, arn, parent, parent_arn, state_machine_arn, map_state, started_event_id,
          start_ms, status, concurrency_max, tolerated_failure_count, tolerated_failure_percentage, items_total)
        SELECT ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ? WHERE (SELECT epoch FROM lease) = ? ON CONFLICT DO NOTHING
        """,
        row.id(),
        row.arn(),
        row.parent(),
        row.parentArn(),
        row.stateMachineArn(),
        row.mapState(),
        Math.toIntExact(row.startedEventId()),
        row.startMillis(),
        row.settings().concurrencyMax(),
        orNull(row.settings().toleratedFailureCount(), Types.BIGINT),
        orNull(row.settings().toleratedFailurePercentage(), Types.DOUBLE),
        orNull(row.itemsTotal(), Types.BIGINT));
    return find(row.id()).orElseThrow();
  }

  @Override
  public Optional<MapRunRow> find(UUID id) {
    return rows("SELECT " + COLUMNS + " FROM map_run WHERE id = ?", id).stream().findFirst();
  }

  /// Index: map_run_of_execution.
  @Override
  public List<MapRunRow> ofExecution(UUID parent, @Nullable UUID after, int limit) {
    String order = " ORDER BY start_ms DESC, id DESC LIMIT ?";
    return after == null
        ? rows("SELECT " + COLUMNS + " FROM map_run WHERE parent = ?" + order, parent, limit)
        : rows(
            "SELECT "
                + COLUMNS
                + " FROM map_run WHERE parent = ? AND (start_ms, id) < (SELECT start_ms, id FROM"
                + " map_run WHERE id = ?)"
                + order,
            parent,
            after,
            limit);
  }

  /// Index: map_run_running.
  @Override
  public List<UUID> running(UUID after, int limit) {
    return executions.with(
        connection ->
            ExecutionQueries.ids(
                connection,
                "SELECT id FROM map_run WHERE status = 0 AND id > ? ORDER BY id LIMIT ?",
                after,
                limit));
  }

  @Override
  public void change(UUID id, MapRunSettings settings) {
    update(
        "UPDATE map_run SET concurrency_max = ?, tolerated_failure_count = ?,"
            + " tolerated_failure_percentage = ? WHERE id = ?"
            + OWNED,
        settings.concurrencyMax(),
        orNull(settings.toleratedFailureCount(), Types.BIGINT),
        orNull(settings.toleratedFailurePercentage(), Types.DOUBLE),
        id);
  }

  @Override
  public void counted(UUID id, long itemsTotal) {
    update("UPDATE map_run SET items_total = ? WHERE id = ?" + OWNED, itemsTotal, id);
  }

  @Override
  public void fail(UUID id, MapRunRow.Failure failure) {
    update(
        "UPDATE map_run SET error = ?, cause = ? WHERE id = ? AND error IS NULL" + OWNED,
        storable(failure.error()),
        storable(failure.cause()),
        id);
  }

  /// PostgreSQL's texts take neither NUL nor half a surrogate pair.
  private static String storable(String text) {
    byte[] bytes = text.replace('\0', '?').getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void redrive(UUID id, MapRunRow.Redrive redrive) {
    update(
        "UPDATE map_run SET status = 0, stop_ms = NULL, error = NULL, cause = NULL,"
            + " results_written = false, redrive_count = ?, redrive_ms = ?, redriven_children = ?"
            + " WHERE id = ? AND redrive_count < ?"
            + OWNED,
        redrive.count(),
        redrive.atMillis(),
        redrive.childrenBefore(),
        id,
        redrive.count());
  }

  @Override
  @SuppressWarnings("EnumOrdinal") // MapRunRow.Status promises that its order is a stored form
  public void end(UUID id, MapRunRow.Status status, long atMillis, boolean resultsWritten) {
    update(
        "UPDATE map_run SET status = ?, stop_ms = ?, results_written = ? WHERE id = ? AND status ="
            + " 0"
            + OWNED,
        status.ordinal(),
        atMillis,
        resultsWritten,
        id);
  }

  /// Index: execution_of_map_run.
  @Override
  public Progress progress(UUID id, Redrivability.Bounds bounds) {
    MapRunRow run = find(id).orElse(null);
    String sql =
        """
        SELECT %s, NOT (%s) AND status BETWEEN 2 AND 4, count(*), sum(item_count)
        FROM execution WHERE map_run = ? GROUP BY 1, 2
        """
            .formatted(ChildStatus.sql(run), ChildStatus.WITHIN);
    List<Object> parameters = new ArrayList<>(ChildStatus.parameters(run, bounds));
    parameters.addAll(ChildStatus.parameters(bounds));
    parameters.add(id);
    return executions.with(
        connection -> {
          Map<ExecutionStatus, Count> counts = new EnumMap<>(ExecutionStatus.class);
          Count notRedrivable = Count.NONE;
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            ExecutionQueries.bind(select, parameters.toArray());
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                Count count = new Count(row.getLong(3), row.getLong(4));
                counts.merge(StoredStatus.of(row.getShort(1)), count, Count::plus);
                notRedrivable = row.getBoolean(2) ? notRedrivable.plus(count) : notRedrivable;
              }
            }
          }
          return withLast(connection, id, counts, notRedrivable);
        });
  }

  private static Progress withLast(
      Connection connection, UUID id, Map<ExecutionStatus, Count> counts, Count notRedrivable)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT item_index, item_mark FROM execution WHERE map_run = ? ORDER BY item_index DESC"
                + " LIMIT 1")) {
      ExecutionQueries.bind(select, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? new Progress(counts, notRedrivable, row.getInt(1) + 1, row.getString(2))
            : new Progress(counts, notRedrivable, 0, null);
      }
    }
  }

  /// Indexes: execution_of_map_run, the primary key of history.
  @Override
  public List<Child> children(UUID id, @Nullable ExecutionStatus status, int fromIndex, int limit) {
    String sql =
        "SELECT %s, events, coalesce((SELECT events FROM history WHERE execution = id ORDER BY first_event_id DESC LIMIT 1), events)"
                .formatted(ExecutionQueries.COLUMNS)
            + " FROM execution WHERE map_run = ? AND item_index >= ?"
            + withStatus(status)
            + " ORDER BY item_index LIMIT ?";
    return executions.with(
        connection -> {
          List<Child> children = new ArrayList<>();
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            ExecutionQueries.bind(select, id, fromIndex, limit);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                children.add(
                    new Child(
                        child(executions.summary(row, connection)),
                        EventCodec.decode(row.getBytes(ExecutionQueries.COLUMN_COUNT + 1))
                            .getFirst(),
                        EventCodec.decode(row.getBytes(ExecutionQueries.COLUMN_COUNT + 2))
                            .getLast()));
              }
            }
          }
          return children;
        });
  }

  /// Indexes: execution_of_map_run, execution_running_of_map_run.
  @Override
  public List<ChildSummary> list(
      UUID id,
      @Nullable ExecutionStatus status,
      @Nullable Boolean redriven,
      Redrivability.Bounds bounds,
      int beforeIndex,
      int limit) {
    MapRunRow run = find(id).orElse(null);
    String shown = ChildStatus.sql(run);
    // Only unsuccessful children can wait to be redriven.
    boolean byRow =
        status == null || status == ExecutionStatus.RUNNING || status == ExecutionStatus.SUCCEEDED;
    String filter =
        byRow ? withStatus(status) : " AND " + shown + " = " + StoredStatus.number(status);
    List<Object> parameters = new ArrayList<>(ChildStatus.parameters(run, bounds));
    parameters.addAll(List.of(id, beforeIndex));
    if (!byRow) {
      parameters.addAll(ChildStatus.parameters(run, bounds));
    }
    parameters.add(limit);
    String filterRedriven =
        redriven == null ? "" : " AND redrive_count IS " + (redriven ? "NOT NULL" : "NULL");
    return executions.with(
        connection ->
            executions
                .summaries(
                    connection,
                    "SELECT "
                        + ExecutionQueries.COLUMNS.replace(" status,", " " + shown + ",")
                        + " FROM execution WHERE map_run = ? AND item_index < ?"
                        + filter
                        + filterRedriven
                        + " ORDER BY item_index DESC LIMIT ?",
                    parameters.toArray())
                .stream()
                .map(MapRunQueries::child)
                .toList());
  }

  private static ChildSummary child(ExecutionReads.Summary summary) {
    return new ChildSummary(
        summary.header(),
        summary.status(),
        summary.stopMillis(),
        summary.lastEventId(),
        summary.redrives());
  }

  /// The status stands in the text, so that the planner may use partial indexes.
  private static String withStatus(@Nullable ExecutionStatus status) {
    return status == null ? "" : " AND status = " + StoredStatus.number(status);
  }

  /// The columns map_run, item_index, item_count and item_mark, from this one on; null where the
  /// execution is no child.
  ///
  /// @param mapStates the Map state by Map Run
  static @Nullable ChildOf childOf(ResultSet row, int at, MapStates mapStates) throws SQLException {
    UUID mapRun = row.getObject(at, UUID.class);
    return mapRun == null
        ? null
        : new ChildOf(
            mapRun,
            mapStates.of(mapRun),
            row.getInt(at + 1),
            row.getInt(at + 2),
            Objects.requireNonNull(row.getString(at + 3)));
  }

  /// Tells a Map Run's Map state.
  interface MapStates {
    String of(UUID mapRun) throws SQLException;
  }

  private List<MapRunRow> rows(String sql, Object... parameters) {
    return executions.with(
        connection -> {
          List<MapRunRow> rows = new ArrayList<>();
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            ExecutionQueries.bind(select, parameters);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                rows.add(row(row));
              }
            }
          }
          return rows;
        });
  }

  private static MapRunRow row(ResultSet row) throws SQLException {
    return new MapRunRow(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getObject(3, UUID.class),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getInt(7),
        row.getLong(8),
        row.getObject(9, Long.class),
        STATUSES[row.getInt(10)],
        new MapRunSettings(
            row.getInt(11), row.getObject(12, Long.class), row.getObject(13, Double.class)),
        row.getObject(14, Long.class),
        row.getBoolean(15),
        failure(row.getString(16), row.getString(17)),
        row.getInt(18) == 0
            ? null
            : new MapRunRow.Redrive(row.getInt(18), row.getLong(19), row.getInt(20)));
  }

  private static MapRunRow.@Nullable Failure failure(
      @Nullable String error, @Nullable String cause) {
    return error == null || cause == null ? null : new MapRunRow.Failure(error, cause);
  }

  /// An absent value, which a statement has to know the type of.
  private record Absent(int type) {}

  private static Object orNull(@Nullable Object value, int type) {
    return value == null ? new Absent(type) : value;
  }

  /// Writes as the owner of the work.
  ///
  /// @param sql compares the epoch with its last parameter, which is added to these
  /// @throws FencedException when another process is the owner
  private void update(String sql, Object... parameters) {
    executions.with(
        connection -> {
          int changed;
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
              if (parameters[i] instanceof Absent absent) {
                statement.setNull(i + 1, absent.type());
              } else {
                statement.setObject(i + 1, parameters[i]);
              }
            }
            statement.setLong(parameters.length + 1, epoch);
            changed = statement.executeUpdate();
          }
          if (changed == 0) {
            Lease.check(connection, epoch);
          }
          return changed;
        });
  }
}
