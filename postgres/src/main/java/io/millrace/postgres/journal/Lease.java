package io.millrace.postgres.journal;

import io.millrace.engine.journal.FencedException;
import io.millrace.postgres.PostgresConfig;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that one process at a time writes.
///
/// Two things together: a session-level advisory lock, held by the connection that commits for as
/// long as it lives, so that no commit of a former owner can still be under way when the next one
/// begins; and a row with an epoch that grows with every owner, which each commit compares, so that
/// a former owner that reconnects finds out. Needs a connection of its own: a pooler that shares
/// sessions between clients (PgBouncer in transaction mode) must not stand between.
final class Lease {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  /// "MILLRACE" in ASCII.
  private static final long LOCK = 0x4D494C4C52414345L;

  private static final String HOLDERS =
      """
      FROM pg_locks
      WHERE locktype = 'advisory' AND classid::bigint = %d AND objid::bigint = %d AND objsubid = 1 AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """
          .formatted(LOCK >>> 32, LOCK & 0xFFFF_FFFFL);

  /// How long another session gets to give up the lock after it was told to end.
  private static final Duration HANDOVER = Duration.ofSeconds(30);

  private Lease() {}

  /// Becomes the owner. Blocks while somebody else rightfully is.
  ///
  /// @return the epoch of this ownership
  static long take(Connection connection, PostgresConfig config) throws SQLException {
    boolean waited = false;
    while (!mayTakeNow(connection, config)) {
      if (!waited) {
        LOG.atInfo()
            .addKeyValue("owner", owner(connection))
            .log("Another server owns the executions; waiting until its lease ends");
        waited = true;
      }
      pause(connection);
    }
    lock(connection);
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE lease SET epoch = epoch + 1, owner = ?, expires = clock_timestamp() + ? * interval '1 ms'
            RETURNING epoch
            """)) {
      update.setString(1, "process " + ProcessHandle.current().pid());
      update.setLong(2, config.lease().toMillis());
      try (ResultSet row = update.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /// Goes on as the owner on a new connection.
  ///
  /// @throws FencedException when somebody else has become the owner meanwhile
  static void resume(Connection connection, long epoch) throws SQLException {
    if (currentEpoch(connection) == epoch) {
      lock(connection);
    }
    check(connection, epoch);
  }

  /// Makes the lease last longer.
  ///
  /// @return whether it was still this process's
  static boolean heartbeat(Connection connection, long epoch, Duration lease) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE lease SET expires = clock_timestamp() + ? * interval '1 ms' WHERE epoch = ?")) {
      update.setLong(1, lease.toMillis());
      update.setLong(2, epoch);
      return update.executeUpdate() == 1;
    }
  }

  private static boolean mayTakeNow(Connection connection, PostgresConfig config)
      throws SQLException {
    if (config.takeover() == PostgresConfig.Takeover.AT_ONCE) {
      return true;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT expires < clock_timestamp() FROM lease")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static void lock(Connection connection) throws SQLException {
    long end = System.nanoTime() + HANDOVER.toNanos();
    while (!tryLock(connection)) {
      if (System.nanoTime() > end) {
        throw new SQLException(
            "the session that owns the executions does not end: " + owner(connection));
      }
      try (Statement statement = connection.createStatement()) {
        // Waits up to a second for the session to be gone.
        statement.execute("SELECT pg_terminate_backend(pid, 1000) " + HOLDERS);
      }
    }
  }

  private static boolean tryLock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static void pause(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_sleep(0.2)");
    }
  }

  /// Compares the epoch with the one that is on.
  ///
  /// @throws FencedException when somebody else has become the owner
  static void check(Connection connection, long epoch) throws SQLException {
    long current = currentEpoch(connection);
    if (current != epoch) {
      throw new FencedException(
          "another server has taken over the executions (epoch %d, this one had %d)"
              .formatted(current, epoch));
    }
  }

  private static long currentEpoch(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT epoch FROM lease")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static String owner(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT owner || ', until ' || expires FROM lease")) {
      row.next();
      return row.getString(1);
    }
  }

  /// Lets the lease go, so that the next owner need not wait.
  static void release(Connection connection, long epoch) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE lease SET expires = '-infinity' WHERE epoch = ?")) {
      update.setLong(1, epoch);
      update.executeUpdate();
    }
  }
}
