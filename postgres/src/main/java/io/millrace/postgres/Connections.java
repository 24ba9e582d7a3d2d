package io.millrace.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens connections with the schema as search path, and refuses servers that would lose what they
/// acknowledge.
public final class Connections {
  /// The schema of all tables.
  public static final String SCHEMA = "millrace";

  /// A reader that gets no connection within this is told that the store cannot be reached.
  private static final long READ_WAIT_MILLIS = 5_000;

  /// A server that has not answered a statement within this is taken for lost: its host may have
  /// vanished without a word. Everything here answers in milliseconds, and a commit may be
  /// repeated.
  private static final int ANSWER_SECONDS = 20;

  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  private final PGSimpleDataSource source;
  private final PostgresConfig config;

  Connections(PostgresConfig config) {
    this.config = config;
    source = new PGSimpleDataSource();
    source.setUrl(config.jdbcUrl());
    source.setUser(config.user());
    source.setPassword(config.password());
    source.setApplicationName("millrace");
    source.setCurrentSchema(SCHEMA);
    source.setTcpKeepAlive(true);
    source.setSocketTimeout(ANSWER_SECONDS);
    source.setPrepareThreshold(1); // every statement here is used again and again
    source.setReWriteBatchedInserts(true);
  }

  /// A connection of its own, outside the pool.
  public Connection open() throws SQLException {
    return source.getConnection();
  }

  /// A pool of connections for reads.
  HikariDataSource pool() {
    HikariConfig pool = new HikariConfig();
    pool.setDataSource(source);
    pool.setPoolName("millrace-reads");
    pool.setMaximumPoolSize(config.readConnections());
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(READ_WAIT_MILLIS);
    pool.setInitializationFailTimeout(-1);
    return new HikariDataSource(pool);
  }

  /// Refuses a server whose commits are not durable, and warns about one that may lose them.
  ///
  /// @throws IllegalStateException when `synchronous_commit` is off
  static void checkDurability(Connection connection) throws SQLException {
    String synchronous = show(connection, "synchronous_commit");
    if (!synchronous.equals("on") && !synchronous.equals("remote_apply")) {
      throw new IllegalStateException(
          "PostgreSQL has synchronous_commit=%s for this user and database, so a commit may be lost after it was acknowledged. Set it to on: ALTER DATABASE %s SET synchronous_commit = on"
              .formatted(synchronous, connection.getCatalog()));
    }
    for (String setting : new String[] {"fsync", "full_page_writes"}) {
      if (!show(connection, setting).equals("on")) {
        LOG.atWarn()
            .addKeyValue("setting", setting)
            .log("PostgreSQL may lose data in a crash: set it to on in postgresql.conf");
      }
    }
  }

  private static String show(Connection connection, String setting) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW " + setting)) {
      row.next();
      return row.getString(1);
    }
  }
}
