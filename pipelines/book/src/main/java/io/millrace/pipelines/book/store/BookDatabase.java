package io.millrace.pipelines.book.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.millrace.pipelines.book.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/// The database `book_pipeline`: connections, transactions, schema.
///
/// Failures are [StoreUnavailableException] (the transaction may be repeated; every statement here
/// is an upsert) or [StoreRefusedException]. Safe for concurrent use.
public final class BookDatabase implements AutoCloseable {
  public static final String NAME = "book_pipeline";

  /// Not `public`, so that psql's \dt shows the six tables and nothing else.
  static final String MIGRATIONS_SCHEMA = "book_pipeline_migrations";

  /// SQLSTATE classes after which the same transaction may succeed: connection (08), rollback by
  /// deadlock or serialisation (40), resources (53), operator intervention such as a restart (57),
  /// system error (58).
  private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "40", "53", "57", "58");

  private final DataSource connections;
  private final AutoCloseable closing;

  private BookDatabase(DataSource connections, AutoCloseable closing) {
    this.connections = connections;
    this.closing = closing;
  }

  /// Opens a pool. Connections are made when first needed, so this does not fail when the server is
  /// away.
  public static BookDatabase open(DatabaseConfig config) {
    var pool = new HikariConfig();
    pool.setPoolName("book_pipeline");
    pool.setJdbcUrl(config.jdbcUrl());
    pool.setUsername(config.user());
    pool.setPassword(config.password().value());
    pool.setMaximumPoolSize(config.poolSize());
    // A frozen Lambda comes back with dead connections; an empty pool costs nothing while it
    // sleeps.
    pool.setMinimumIdle(0);
    pool.setIdleTimeout(60_000);
    pool.setConnectionTimeout(10_000);
    pool.setInitializationFailTimeout(-1);
    pool.setAutoCommit(false);
    var source = new HikariDataSource(pool);
    var database = new BookDatabase(source, source);
    if (config.migrate()) {
      database.migrate();
    }
    return database;
  }

  /// Brings the schema up to date. Several processes may call it at once: Flyway holds a lock in
  /// the database.
  public void migrate() {
    try {
      Flyway.configure(BookDatabase.class.getClassLoader())
          .dataSource(connections)
          .locations("classpath:db/book")
          .defaultSchema(MIGRATIONS_SCHEMA)
          .schemas(MIGRATIONS_SCHEMA)
          .load()
          .migrate();
    } catch (FlywayException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLException sql) {
          throw translated(sql);
        }
      }
      throw new StoreRefusedException(
          "The schema of the database "
              + NAME
              + " could not be brought up to date: "
              + e.getMessage(),
          e);
    }
  }

  /// Work inside one transaction.
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T with(Connection connection) throws SQLException;
  }

  /// Work inside one transaction that returns nothing.
  @FunctionalInterface
  public interface Change {
    void with(Connection connection) throws SQLException;
  }

  public void change(Change change) {
    inTransaction(
        connection -> {
          change.with(connection);
          return null;
        });
  }

  /// Commits when `work` returns, rolls back when it throws.
  public <T extends @Nullable Object> T inTransaction(Work<T> work) {
    try (var connection = connections.getConnection()) {
      try {
        var result = work.with(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw translated(e);
    }
  }

  @Override
  public void close() {
    try {
      closing.close();
    } catch (Exception e) {
      throw new IllegalStateException("The connection pool did not close.", e);
    }
  }

  private static void rollback(Connection connection, Exception reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  private static RuntimeException translated(SQLException e) {
    var state = e.getSQLState();
    var isTransient =
        e instanceof java.sql.SQLTransientException
            || (state != null
                && state.length() == 5
                && TRANSIENT_CLASSES.contains(state.substring(0, 2)));
    if (isTransient) {
      return new StoreUnavailableException(
          "PostgreSQL (database "
              + NAME
              + ") is not available: "
              + e.getMessage()
              + ". Check that the server runs and has free disk space; the pipeline continues from"
              + " where it was.",
          e);
    }
    return new StoreRefusedException(
        "PostgreSQL (database "
            + NAME
            + ") refused, SQLSTATE "
            + state
            + ": "
            + e.getMessage()
            + ". Check BOOK_DB_URL, the user's rights, and that the schema is migrated"
            + " (BOOK_DB_MIGRATE=true).",
        e);
  }
}
