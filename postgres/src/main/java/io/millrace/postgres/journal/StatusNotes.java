package io.millrace.postgres.journal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;

/// Status changes that one commit notes beside its events, as one more part of its one statement:
/// either both become durable or neither. A commit that notes nothing stays as it is.
///
/// @param executions whose they are, in the order of their events
/// @param eventIds of the events, in the same order
record StatusNotes(List<UUID> executions, List<Long> eventIds) {
  static final StatusNotes NONE = new StatusNotes(List.of(), List.of());

  /// Where the commit's result begins.
  private static final String RESULT = " SELECT (SELECT epoch FROM lease)";

  boolean isEmpty() {
    return executions.isEmpty();
  }

  /// The commit's statement with these notes in it, if there are any.
  ///
  /// @param created whether it creates executions
  /// @param changed whether it changes some
  String into(String commit, boolean created, boolean changed) {
    if (isEmpty()) return commit;
    String written =
        (created ? "SELECT id FROM created" : "")
            + (created && changed ? " UNION ALL " : "")
            + (changed ? "SELECT id FROM changed" : "");
    // Only of executions that this statement itself writes: a repeated commit, or a new execution
    // whose name is taken, notes nothing.
    String noted =
        """
        , noted AS (
          INSERT INTO status_change (execution, event_id)
          SELECT note.execution, note.event_id
          FROM unnest(?::uuid[], ?::integer[]) WITH ORDINALITY AS note (execution, event_id, place)
          WHERE note.execution IN (%s)
          ORDER BY place)
        """
            .formatted(written);
    int result = commit.lastIndexOf(RESULT);
    return commit.substring(0, result) + noted + commit.substring(result);
  }

  /// @param from the number of the first parameter after the commit's own
  void bind(PreparedStatement statement, int from, PGConnection arrays) throws SQLException {
    if (isEmpty()) return;
    statement.setArray(from, arrays.createArrayOf("uuid", executions.toArray(UUID[]::new)));
    int[] ids = eventIds.stream().mapToInt(Math::toIntExact).toArray();
    statement.setArray(from + 1, arrays.createArrayOf("int4", ids));
  }
}
