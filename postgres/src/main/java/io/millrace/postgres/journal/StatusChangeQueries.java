package io.millrace.postgres.journal;

import io.millrace.engine.journal.ExecutionReads.Summary;
import io.millrace.engine.journal.ExecutionWrite;
import io.millrace.engine.journal.StatusChange;
import io.millrace.engine.journal.StatusChanges;
import io.millrace.engine.journal.StatusInterest;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Status changes on PostgreSQL: table status_change. Safe for concurrent use.
final class StatusChangeQueries implements StatusChanges {
  static final String DUE =
      "SELECT id, execution, event_id, targets_left, attempts FROM status_change WHERE due_ms <= ?"
          + " ORDER BY due_ms, id LIMIT ?";

  private static final Logger LOG = LoggerFactory.getLogger(StatusChangeQueries.class);

  private final ExecutionQueries queries;
  private volatile Noting noting = new Noting(StatusInterest.NONE, () -> {});

  private record Noting(StatusInterest interest, Runnable onNoted) {}

  /// A row of the table.
  private record Row(
      long id, UUID execution, long eventId, @Nullable List<String> targetsLeft, int attempts) {}

  StatusChangeQueries(ExecutionQueries queries) {
    this.queries = queries;
  }

  @Override
  public void note(StatusInterest interest, Runnable onNoted) {
    noting = new Noting(interest, onNoted);
  }

  /// What a commit of these writes is to note.
  StatusNotes notesOf(List<ExecutionWrite> writes) {
    StatusInterest interest = noting.interest();
    if (interest.statuses().isEmpty()) return StatusNotes.NONE;
    List<UUID> executions = new ArrayList<>();
    List<Long> eventIds = new ArrayList<>();
    for (ExecutionWrite write : writes) {
      for (Long eventId : interest.among(write)) {
        executions.add(write.header().id());
        eventIds.add(eventId);
      }
    }
    return executions.isEmpty() ? StatusNotes.NONE : new StatusNotes(executions, eventIds);
  }

  /// These are durable. Nothing is thrown: the commit has succeeded, whoever hears of it.
  void committed(StatusNotes notes) {
    if (notes.isEmpty()) return;
    try {
      noting.onNoted().run();
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("changes", notes.eventIds().size())
          .setCause(e)
          .log(
              "Status changes are stored, but who delivers them could not be told: they go out"
                  + " late");
    }
  }

  /// Index: status_change_due.
  @Override
  public List<StatusChange> due(long nowMillis, int limit) {
    return queries.with(
        connection -> {
          List<Row> rows = rows(connection, nowMillis, limit);
          if (rows.isEmpty()) return List.of();
          Map<UUID, Summary> executions = executions(connection, rows);
          List<StatusChange> changes = new ArrayList<>();
          List<Long> orphans = new ArrayList<>();
          for (Row row : rows) {
            Summary execution = executions.get(row.execution());
            if (execution == null) {
              orphans.add(row.id());
            } else {
              changes.add(
                  new StatusChange(
                      row.id(),
                      execution.header(),
                      row.eventId(),
                      row.targetsLeft(),
                      row.attempts()));
            }
          }
          if (!orphans.isEmpty()) delete(connection, orphans);
          return changes;
        });
  }

  @Override
  public void forget(Collection<Long> ids) {
    if (ids.isEmpty()) return;
    queries.with(
        connection -> {
          delete(connection, ids);
          return ids;
        });
  }

  @Override
  public void postpone(long id, @Nullable List<String> targetsLeft, int attempts, long dueMillis) {
    queries.with(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE status_change SET targets_left = ?, attempts = ?, due_ms = ? WHERE id ="
                      + " ?")) {
            update.setArray(
                1,
                targetsLeft == null
                    ? null
                    : connection.createArrayOf("text", targetsLeft.toArray()));
            update.setInt(2, attempts);
            update.setLong(3, dueMillis);
            update.setLong(4, id);
            update.executeUpdate();
          }
          return id;
        });
  }

  private static List<Row> rows(Connection connection, long nowMillis, int limit)
      throws SQLException {
    List<Row> found = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(DUE)) {
      ExecutionQueries.bind(select, nowMillis, limit);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(
              new Row(
                  row.getLong(1),
                  row.getObject(2, UUID.class),
                  row.getLong(3),
                  texts(row.getArray(4)),
                  row.getInt(5)));
        }
      }
    }
    return found;
  }

  /// Index: the primary key of execution.
  private Map<UUID, Summary> executions(Connection connection, List<Row> rows) throws SQLException {
    Object[] ids = rows.stream().map(Row::execution).distinct().toArray();
    return queries
        .summaries(
            connection,
            "SELECT " + ExecutionQueries.COLUMNS + " FROM execution WHERE id = ANY (?)",
            connection.createArrayOf("uuid", ids))
        .stream()
        .collect(Collectors.toMap(summary -> summary.header().id(), summary -> summary));
  }

  private static void delete(Connection connection, Collection<Long> ids) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM status_change WHERE id = ANY (?)")) {
      delete.setArray(1, connection.createArrayOf("int8", ids.toArray()));
      delete.executeUpdate();
    }
  }

  private static @Nullable List<String> texts(@Nullable Array array) throws SQLException {
    return array == null ? null : Arrays.asList((String[]) array.getArray());
  }
}
