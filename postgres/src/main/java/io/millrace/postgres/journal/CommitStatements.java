package io.millrace.postgres.journal;

import io.millrace.engine.execution.ChildOf;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.Redrives;
import io.millrace.engine.history.EventCodec;
import io.millrace.engine.journal.ExecutionWrite;
import io.millrace.engine.journal.FencedException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// One commit as one statement, whatever the number of executions in it: one round trip, one
/// transaction, one flush of the log. Confined to the thread that commits.
final class CommitStatements {
  /// PostgreSQL has no null in a `long[]`.
  private static final long NULL = Long.MIN_VALUE;

  private static final String CREATED =
      """
      created AS (
        INSERT INTO execution (id, seed, start_ms, machine, revision, last_event_id, status, in_flight, name,
                               stop_ms, wake_ms, events)
        SELECT id, seed, start_ms, machine, revision, last_event_id, status & 7, status >= 8, name,
               nullif(stop_ms, %1$d), nullif(wake_ms, %1$d), events
        FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::integer[], ?::integer[], ?::integer[], ?::smallint[],
                    ?::text[], ?::bigint[], ?::bigint[], ?::bytea[])
             AS new (id, seed, start_ms, machine, revision, last_event_id, status, name, stop_ms, wake_ms, events)
        WHERE (SELECT epoch FROM lease) = ?
        ON CONFLICT DO NOTHING
        RETURNING id)
      """
          .formatted(NULL);

  /// Likewise with the columns that only children of Map Runs have.
  private static final String CREATED_WITH_CHILDREN =
      """
      created AS (
        INSERT INTO execution (id, seed, start_ms, machine, revision, last_event_id, status, in_flight, name,
                               stop_ms, wake_ms, events, map_run, item_index, item_count, item_mark)
        SELECT id, seed, start_ms, machine, revision, last_event_id, status & 7, status >= 8, name,
               nullif(stop_ms, %1$d), nullif(wake_ms, %1$d), events,
               map_run, nullif(item_index, -1), nullif(item_count, -1), item_mark
        FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::integer[], ?::integer[], ?::integer[], ?::smallint[],
                    ?::text[], ?::bigint[], ?::bigint[], ?::bytea[], ?::uuid[], ?::integer[], ?::integer[], ?::text[])
             AS new (id, seed, start_ms, machine, revision, last_event_id, status, name, stop_ms, wake_ms, events,
                     map_run, item_index, item_count, item_mark)
        WHERE (SELECT epoch FROM lease) = ?
        ON CONFLICT DO NOTHING
        RETURNING id)
      """
          .formatted(NULL);

  private static final String CHANGED = changed("", "", "");

  /// Likewise with the columns that only redriven executions have; 0 leaves them as they are.
  private static final String CHANGED_WITH_REDRIVES =
      changed(
          """
            redrive_count = coalesce(nullif(new.redrive_count, 0), execution.redrive_count),
            redrive_ms = coalesce(nullif(new.redrive_ms, 0), execution.redrive_ms),
            map_run_redrive = coalesce(nullif(new.map_run_redrive, 0), execution.map_run_redrive),
          """,
          ", ?::integer[], ?::bigint[], ?::integer[]",
          ", redrive_count, redrive_ms, map_run_redrive");

  private static String changed(String set, String arrays, String names) {
    return """
    changed AS (
      UPDATE execution
      SET status = new.status & 7, in_flight = new.status >= 8,
          stop_ms = nullif(new.stop_ms, %1$d), wake_ms = nullif(new.wake_ms, %1$d),
          %2$s
          last_event_id = CASE WHEN execution.last_event_id = new.first_event_id - 1 THEN new.last_event_id
                          ELSE broken_history(execution.id, execution.last_event_id) END
      FROM unnest(?::uuid[], ?::integer[], ?::integer[], ?::smallint[], ?::bigint[], ?::bigint[], ?::bytea[]%3$s)
           AS new (id, first_event_id, last_event_id, status, stop_ms, wake_ms, events%4$s)
      WHERE execution.id = new.id AND execution.last_event_id <> new.last_event_id
        AND (SELECT epoch FROM lease) = ?
      RETURNING new.id, new.first_event_id, new.events),
    continued AS (
      INSERT INTO history (execution, first_event_id, events) SELECT * FROM changed)
    """
        .formatted(NULL, set, arrays, names);
  }

  private static final String NEW_ONLY = newOnly(CREATED);
  private static final String NEW_ONLY_WITH_CHILDREN = newOnly(CREATED_WITH_CHILDREN);
  private static final String OLD_ONLY = oldOnly(CHANGED);
  private static final String OLD_ONLY_WITH_REDRIVES = oldOnly(CHANGED_WITH_REDRIVES);
  private static final String BOTH = both(CREATED, CHANGED);
  private static final String BOTH_WITH_REDRIVES = both(CREATED, CHANGED_WITH_REDRIVES);
  private static final String BOTH_WITH_CHILDREN = both(CREATED_WITH_CHILDREN, CHANGED);
  private static final String BOTH_WITH_CHILDREN_AND_REDRIVES =
      both(CREATED_WITH_CHILDREN, CHANGED_WITH_REDRIVES);

  private static String oldOnly(String changed) {
    return "WITH "
        + changed
        + " SELECT (SELECT epoch FROM lease), 0, (SELECT count(*) FROM changed)";
  }

  private static String newOnly(String created) {
    return "WITH "
        + created
        + " SELECT (SELECT epoch FROM lease), (SELECT count(*) FROM created), 0";
  }

  private static String both(String created, String changed) {
    return "WITH "
        + created
        + ", "
        + changed
        + " SELECT (SELECT epoch FROM lease), (SELECT count(*) FROM created), (SELECT count(*)"
        + " FROM changed)";
  }

  private final Connection connection;
  private final PGConnection arrays;
  private final HeaderKeys keys;
  private final long epoch;

  CommitStatements(Connection connection, HeaderKeys keys, long epoch) throws SQLException {
    this.connection = connection;
    this.arrays = connection.unwrap(PGConnection.class);
    this.keys = keys;
    this.epoch = epoch;
  }

  /// @param notes of status changes among the writes
  /// @return ids of new executions whose names are taken, and the bytes of events sent
  Result run(List<ExecutionWrite> writes, StatusNotes notes) throws SQLException {
    List<ExecutionWrite> created = writes.stream().filter(ExecutionWrite::isNew).toList();
    List<ExecutionWrite> changed = writes.stream().filter(w -> !w.isNew()).toList();
    boolean children = created.stream().anyMatch(w -> w.header().child() != null);
    boolean redrives = changed.stream().anyMatch(w -> w.redriven() != null);
    String sql =
        notes.into(
            sql(!created.isEmpty(), !changed.isEmpty(), children, redrives),
            !created.isEmpty(),
            !changed.isEmpty());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      long bytes = 0;
      int at = 1;
      if (!created.isEmpty()) {
        bytes += bindCreated(statement, created);
        at = 12;
        if (children) {
          bindChildren(statement, at, created);
          at += 4;
        }
        statement.setLong(at++, epoch);
      }
      if (!changed.isEmpty()) {
        bytes += bindChanged(statement, at, changed);
        at += 7;
        if (redrives) {
          bindRedrives(statement, at, changed);
          at += 3;
        }
        statement.setLong(at++, epoch);
      }
      notes.bind(statement, at, arrays);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        if (row.getLong(1) != epoch) {
          throw new FencedException(
              "another server has taken over the executions (epoch %d, this one had %d)"
                  .formatted(row.getLong(1), epoch));
        }
        if (row.getInt(3) != changed.size()) {
          checkRepeated(changed);
        }
        return new Result(row.getInt(2) == created.size() ? Set.of() : takenAmong(created), bytes);
      }
    }
  }

  record Result(Set<UUID> taken, long eventBytes) {}

  private long bindCreated(PreparedStatement statement, List<ExecutionWrite> writes)
      throws SQLException {
    int n = writes.size();
    UUID[] ids = new UUID[n];
    long[] seeds = new long[n];
    long[] starts = new long[n];
    int[] machines = new int[n];
    int[] revisions = new int[n];
    int[] lasts = new int[n];
    short[] statuses = new short[n];
    String[] names = new String[n];
    long[] stops = new long[n];
    long[] wakes = new long[n];
    byte[][] events = new byte[n][];
    long bytes = 0;
    for (int i = 0; i < n; i++) {
      ExecutionWrite write = writes.get(i);
      ExecutionHeader header = write.header();
      HeaderKeys.Key key = keys.keyOf(header, connection);
      ids[i] = header.id();
      seeds[i] = header.seed();
      starts[i] = header.startMillis();
      machines[i] = key.machine();
      revisions[i] = key.revision();
      lasts[i] = Math.toIntExact(write.lastEventId());
      statuses[i] = status(write);
      names[i] = header.name();
      stops[i] = orNull(write.stopMillis());
      wakes[i] = orNull(write.wakeMillis());
      events[i] = EventCodec.encode(write.events());
      bytes += events[i].length;
    }
    statement.setArray(1, array("uuid", ids));
    statement.setArray(2, array("int8", seeds));
    statement.setArray(3, array("int8", starts));
    statement.setArray(4, array("int4", machines));
    statement.setArray(5, array("int4", revisions));
    statement.setArray(6, array("int4", lasts));
    statement.setArray(7, array("int2", statuses));
    statement.setArray(8, array("text", names));
    statement.setArray(9, array("int8", stops));
    statement.setArray(10, array("int8", wakes));
    statement.setArray(11, array("bytea", events));
    return bytes;
  }

  private static String sql(boolean created, boolean changed, boolean children, boolean redrives) {
    if (!created) {
      return redrives ? OLD_ONLY_WITH_REDRIVES : OLD_ONLY;
    }
    if (!changed) {
      return children ? NEW_ONLY_WITH_CHILDREN : NEW_ONLY;
    }
    return children
        ? redrives ? BOTH_WITH_CHILDREN_AND_REDRIVES : BOTH_WITH_CHILDREN
        : redrives ? BOTH_WITH_REDRIVES : BOTH;
  }

  private void bindChildren(PreparedStatement statement, int from, List<ExecutionWrite> writes)
      throws SQLException {
    int n = writes.size();
    @Nullable UUID[] mapRuns = new UUID[n];
    int[] indexes = new int[n];
    int[] counts = new int[n];
    @Nullable String[] marks = new String[n];
    for (int i = 0; i < n; i++) {
      ChildOf child = writes.get(i).header().child();
      mapRuns[i] = child == null ? null : child.mapRun();
      indexes[i] = child == null ? -1 : child.index();
      counts[i] = child == null ? -1 : child.itemCount();
      marks[i] = child == null ? null : child.mark();
    }
    statement.setArray(from, array("uuid", mapRuns));
    statement.setArray(from + 1, array("int4", indexes));
    statement.setArray(from + 2, array("int4", counts));
    statement.setArray(from + 3, array("text", marks));
  }

  private long bindChanged(PreparedStatement statement, int from, List<ExecutionWrite> writes)
      throws SQLException {
    int n = writes.size();
    UUID[] ids = new UUID[n];
    int[] firsts = new int[n];
    int[] lasts = new int[n];
    short[] statuses = new short[n];
    long[] stops = new long[n];
    long[] wakes = new long[n];
    byte[][] events = new byte[n][];
    long bytes = 0;
    for (int i = 0; i < n; i++) {
      ExecutionWrite write = writes.get(i);
      ids[i] = write.header().id();
      firsts[i] = Math.toIntExact(write.firstEventId());
      lasts[i] = Math.toIntExact(write.lastEventId());
      statuses[i] = status(write);
      stops[i] = orNull(write.stopMillis());
      wakes[i] = orNull(write.wakeMillis());
      events[i] = EventCodec.encode(write.events());
      bytes += events[i].length;
    }
    statement.setArray(from, array("uuid", ids));
    statement.setArray(from + 1, array("int4", firsts));
    statement.setArray(from + 2, array("int4", lasts));
    statement.setArray(from + 3, array("int2", statuses));
    statement.setArray(from + 4, array("int8", stops));
    statement.setArray(from + 5, array("int8", wakes));
    statement.setArray(from + 6, array("bytea", events));
    return bytes;
  }

  private void bindRedrives(PreparedStatement statement, int from, List<ExecutionWrite> writes)
      throws SQLException {
    int n = writes.size();
    int[] counts = new int[n];
    long[] times = new long[n];
    int[] byMapRuns = new int[n];
    for (int i = 0; i < n; i++) {
      Redrives redriven = writes.get(i).redriven();
      if (redriven != null) {
        counts[i] = redriven.count();
        times[i] = redriven.lastMillis();
        byMapRuns[i] = redriven.byMapRun();
      }
    }
    statement.setArray(from, array("int4", counts));
    statement.setArray(from + 1, array("int8", times));
    statement.setArray(from + 2, array("int4", byMapRuns));
  }

  /// The status and, in bit 3, whether something is in flight.
  private static short status(ExecutionWrite write) {
    return (short) (StoredStatus.number(write.status()) | (write.inFlight() ? 8 : 0));
  }

  private static long orNull(@Nullable Long millis) {
    return millis == null ? NULL : millis;
  }

  private Array array(String type, Object elements) throws SQLException {
    return arrays.createArrayOf(type, elements);
  }

  /// Of new executions that were not inserted, those that are not there under their id either.
  private Set<UUID> takenAmong(List<ExecutionWrite> created) throws SQLException {
    Set<UUID> taken = new HashSet<>();
    created.forEach(write -> taken.add(write.header().id()));
    try (PreparedStatement select =
        connection.prepareStatement("SELECT id FROM execution WHERE id = ANY (?)")) {
      select.setArray(1, array("uuid", taken.toArray(new UUID[0])));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          taken.remove(rows.getObject(1, UUID.class));
        }
      }
    }
    return taken;
  }

  /// Executions that were not changed must be there as they should be: this commit is a repetition.
  private void checkRepeated(List<ExecutionWrite> changed) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT last_event_id FROM execution WHERE id = ?")) {
      for (ExecutionWrite write : changed) {
        select.setObject(1, write.header().id());
        try (ResultSet row = select.executeQuery()) {
          long last = row.next() ? row.getLong(1) : 0;
          if (last != write.lastEventId()) {
            throw BrokenHistory.of(write, last);
          }
        }
      }
    }
  }
}
