package io.millrace.postgres.journal;

import io.millrace.engine.journal.FencedException;
import io.millrace.engine.journal.JournalUnavailableException;
import io.millrace.postgres.Connections;
import io.millrace.postgres.PostgresConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connection that commits, made again when it was lost, and the lease behind it. Used by the
/// thread that commits; the heartbeat has a thread and a connection of its own.
final class CommitSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CommitSession.class);

  private final Connections connections;
  private final HeaderKeys keys;
  private final long epoch;
  private final @Nullable ScheduledExecutorService heartbeats;
  private @Nullable Connection connection;
  private @Nullable CommitStatements statements;
  private final AtomicReference<Consumer<FencedException>> whenFenced =
      new AtomicReference<>(_ -> {});
  private volatile boolean fenced;

  /// The heartbeat's alone.
  private @Nullable Connection beat;

  private CommitSession(
      PostgresConfig config,
      Connections connections,
      HeaderKeys keys,
      Connection connection,
      long epoch)
      throws SQLException {
    this.connections = connections;
    this.keys = keys;
    this.epoch = epoch;
    use(connection);
    if (config.takeover() == PostgresConfig.Takeover.AT_ONCE) {
      heartbeats = null; // whoever comes next does not look at when the lease expires
    } else {
      heartbeats =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().daemon().name("millrace-lease").factory());
      long period = config.lease().toMillis() / 3;
      var _ =
          heartbeats.scheduleAtFixedRate(
              () -> heartbeat(config), period, period, TimeUnit.MILLISECONDS);
    }
  }

  static CommitSession open(PostgresConfig config, Connections connections, HeaderKeys keys) {
    try {
      Connection connection = connections.open();
      try {
        long epoch = Lease.take(connection, config);
        return new CommitSession(config, connections, keys, connection, epoch);
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new JournalUnavailableException(
          "PostgreSQL cannot be used at " + config.jdbcUrl() + ": " + e.getMessage(), e);
    }
  }

  /// The statements on a live connection of the owner.
  ///
  /// @throws FencedException when this process is not the owner any more
  CommitStatements statements() throws SQLException {
    if (fenced) {
      throw takenOver();
    }
    CommitStatements ready = statements;
    if (ready != null) {
      return ready;
    }
    Connection fresh = connections.open();
    try {
      Lease.resume(fresh, epoch);
      return use(fresh);
    } catch (SQLException | RuntimeException e) {
      fenced = fenced || e instanceof FencedException;
      fresh.close();
      throw e;
    }
  }

  /// The ownership's number.
  long epoch() {
    return epoch;
  }

  /// Connects again, if that is possible now.
  ///
  /// @throws FencedException when this process is not the owner any more
  void checkOwnership() {
    try {
      statements();
    } catch (SQLException e) {
      LOG.debug("Connecting again failed; the next commit tries once more", e);
    }
  }

  /// Gives up the connection; the next commit makes another.
  void disconnect() {
    Connection lost = connection;
    connection = null;
    statements = null;
    if (lost != null) {
      try {
        lost.close();
      } catch (SQLException e) {
        LOG.debug("Closing a lost connection failed", e);
      }
    }
  }

  private CommitStatements use(Connection fresh) throws SQLException {
    fresh.setAutoCommit(true);
    try (Statement statement = fresh.createStatement()) {
      // One plan for good, made before tables have grown: it must not scan them whole.
      statement.execute("SET plan_cache_mode = force_generic_plan");
      statement.execute("SET enable_seqscan = off");
      statement.execute("SET jit = off");
    }
    connection = fresh;
    CommitStatements ready = new CommitStatements(fresh, keys, epoch);
    statements = ready;
    return ready;
  }

  /// Who is told when the heartbeat finds out that this process is not the owner any more; at once
  /// when it has.
  void whenFenced(Consumer<FencedException> told) {
    whenFenced.set(told);
    if (fenced) {
      told.accept(takenOver());
    }
  }

  private static FencedException takenOver() {
    return new FencedException("another server has taken over the executions");
  }

  private void heartbeat(PostgresConfig config) {
    try {
      if (!Lease.heartbeat(beatConnection(config), epoch, config.lease())) {
        fenced = true;
        whenFenced.get().accept(takenOver());
      }
    } catch (SQLException | RuntimeException e) { // a scheduled task that throws is never run again
      closeBeat();
      LOG.atWarn()
          .addKeyValue("reason", e.getMessage())
          .log("The lease could not be renewed; if PostgreSQL stays away, nothing can commit");
    }
  }

  private Connection beatConnection(PostgresConfig config) throws SQLException {
    Connection open = beat;
    if (open == null) {
      open = connections.open();
      // An answer that comes when the lease has ended is worth nothing.
      open.setNetworkTimeout(Runnable::run, (int) config.lease().toMillis() / 3);
      beat = open;
    }
    return open;
  }

  private void closeBeat() {
    Connection lost = beat;
    beat = null;
    if (lost != null) {
      try {
        lost.close();
      } catch (SQLException e) {
        LOG.debug("Closing the heartbeat's connection failed", e);
      }
    }
  }

  @Override
  public void close() {
    if (heartbeats != null) {
      heartbeats.execute(this::closeBeat);
      heartbeats.shutdown();
    }
    Connection open = connection;
    if (open != null && !fenced) {
      try {
        Lease.release(open, epoch);
      } catch (SQLException e) {
        LOG.debug("The lease could not be released; it expires", e);
      }
    }
    disconnect();
  }
}
