package io.millrace.postgres.embedded;

import io.millrace.postgres.embedded.EmbeddedPostgresException.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL server on 127.0.0.1 that belongs to this process, with its data in a folder that
/// survives it.
///
/// Commits are durable (`fsync`, `synchronous_commit`, `full_page_writes` on). When this process is
/// killed the server lives on; the next [#start] on the folder takes it over and ends the dead
/// process's sessions. [#close] stops it. There is no shutdown hook: who starts it closes it, after
/// its last use.
///
/// Thread-safe. Failures are [EmbeddedPostgresException]s.
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
  private static final int PORT_ATTEMPTS = 3;
  private static final String DUPLICATE_DATABASE = "42P04";

  private final FolderLock lock;
  private final Cluster cluster;
  private final Postmaster postmaster;
  private final String password;
  private boolean closed;

  private EmbeddedPostgres(
      FolderLock lock, Cluster cluster, Postmaster postmaster, String password) {
    this.lock = lock;
    this.cluster = cluster;
    this.postmaster = postmaster;
    this.password = password;
  }

  /// Starts with the usual configuration.
  public static EmbeddedPostgres start(Path dataFolder) {
    return start(EmbeddedPostgresConfig.of(dataFolder));
  }

  /// Creates the database at first, starts or adopts the server, and returns when it takes
  /// connections. Takes about a second at first (two with unpacking), a few tenths later.
  public static EmbeddedPostgres start(EmbeddedPostgresConfig config) {
    return start(config, () -> {});
  }

  /// As [#start(EmbeddedPostgresConfig)].
  ///
  /// @param whenOurs run once the folder's lock is taken, before the long part of the start: what
  ///   lies beside the folder and is guarded by the same lock may be opened from then on
  public static EmbeddedPostgres start(EmbeddedPostgresConfig config, Runnable whenOurs) {
    var folder = config.dataFolder();
    try {
      Cluster.createFolder(folder);
      var lock = FolderLock.take(folder);
      try {
        whenOurs.run();
        var binaries = PostgresBinaries.in(config.binariesFolder());
        var account = Account.choose(folder.resolve(Cluster.DATABASE));
        var cluster = new Cluster(folder, binaries, account);
        cluster.open();
        var password = cluster.password();
        var orphan = adopt(cluster, password);
        var postmaster = orphan.isPresent() ? orphan.get() : launch(cluster, config);
        cluster.rememberPort(postmaster.port());
        LOG.atInfo()
            .addKeyValue("folder", folder)
            .addKeyValue("port", postmaster.port())
            .addKeyValue("version", binaries.version())
            .addKeyValue("account", account.name())
            .addKeyValue("adopted", orphan.isPresent())
            .log("PostgreSQL is ready");
        return new EmbeddedPostgres(lock, cluster, postmaster, password);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw Failures.fromIo(folder, e);
    }
  }

  /// The JDBC URL of a database of this server, without user and password (see [#user],
  /// [#password]).
  public String jdbcUrl(String database) {
    return Sessions.url(port(), database);
  }

  public int port() {
    return postmaster.port();
  }

  public String user() {
    return Cluster.USER;
  }

  /// Random, made with the database; anybody who can read the data folder's `pgpass` has it too.
  public String password() {
    return password;
  }

  /// Process id of the server.
  public long pid() {
    return postmaster.pid();
  }

  public Path dataFolder() {
    return cluster.dataFolder();
  }

  /// Makes a database unless it exists. Several threads may ask for the same one.
  public void createDatabase(String name) {
    try (var connection = Sessions.open(port(), password)) {
      if (!Sessions.databaseExists(connection, name)) {
        try (var statement = connection.createStatement()) {
          statement.execute("CREATE DATABASE " + statement.enquoteIdentifier(name, true));
        }
      }
    } catch (SQLException e) {
      if (!DUPLICATE_DATABASE.equals(e.getSQLState())) {
        throw new EmbeddedPostgresException(
            Problem.FAILED,
            "The database %s could not be created in %s: %s."
                .formatted(name, cluster.dataFolder(), e.getMessage()),
            e);
      }
    }
  }

  /// A line for a shell that opens `psql` on a database; the password stays in the file it names.
  public String psqlCommand(String database) {
    return "PGPASSFILE=%s psql -h 127.0.0.1 -p %d -U %s -d %s"
        .formatted(quote(cluster.passwordFile().toString()), port(), user(), quote(database));
  }

  /// Ends all sessions, stops the server and gives the folder back. Closing again does nothing.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (lock) {
      postmaster.stop(STOP_PATIENCE);
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          Problem.FAILED,
          "Stopping PostgreSQL (pid %d) in %s failed: %s. The next start takes it over."
              .formatted(pid(), cluster.dataFolder(), e.getMessage()),
          e);
    }
  }

  /// Takes over a server that outlived its process, or puts an end to one that is of no use.
  private static Optional<Postmaster> adopt(Cluster cluster, String password) throws IOException {
    var running = Postmaster.running(cluster);
    if (running.isEmpty()) {
      return Optional.empty();
    }
    var orphan = running.get();
    if (!orphan.settles(STOP_PATIENCE)) {
      LOG.warn(
          "The PostgreSQL server left by an earlier process hangs; it is ended and started again");
      orphan.kill();
      return Optional.empty();
    }
    if (!orphan.isAlive()) {
      return Optional.empty();
    }
    try (var connection = Sessions.open(orphan.port(), password)) {
      if (Sessions.isVersion(connection, cluster.binaries().version())) {
        Sessions.endOthers(connection);
        return Optional.of(orphan);
      }
    } catch (SQLException e) {
      LOG.atWarn()
          .addKeyValue("reason", e.getMessage())
          .log(
              "The PostgreSQL server left by an earlier process does not answer; it is ended and"
                  + " started again");
      orphan.kill();
      return Optional.empty();
    }
    orphan.stop(STOP_PATIENCE);
    return Optional.empty();
  }

  private static Postmaster launch(Cluster cluster, EmbeddedPostgresConfig config)
      throws IOException {
    cluster.configure(config.settings());
    for (var attempt = 1; ; attempt++) {
      var port = config.port() != 0 ? config.port() : freePort(cluster.lastPort());
      try {
        return Postmaster.launch(cluster, port, config.startTimeout());
      } catch (EmbeddedPostgresException e) {
        // Between finding a free port and using it somebody else may take it.
        if (e.problem() != Problem.PORT_TAKEN || config.port() != 0 || attempt == PORT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static int freePort(int wanted) throws IOException {
    var loopback = InetAddress.ofLiteral("127.0.0.1");
    if (wanted != 0) {
      try (var socket = new ServerSocket(wanted, 1, loopback)) {
        return socket.getLocalPort();
      } catch (IOException _) {
        LOG.atInfo()
            .addKeyValue("port", wanted)
            .log("The database's last port is taken; it gets another");
      }
    }
    try (var socket = new ServerSocket(0, 1, loopback)) {
      return socket.getLocalPort();
    }
  }

  private static String quote(String word) {
    return word.matches("[A-Za-z0-9_./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
