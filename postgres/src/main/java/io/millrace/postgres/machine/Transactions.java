package io.millrace.postgres.machine;

import io.millrace.postgres.Failures;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Statements in transactions of their own. Safe for concurrent use.
final class Transactions {
  private final DataSource pool;

  Transactions(DataSource pool) {
    this.pool = pool;
  }

  /// What is done within one transaction.
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /// Reads the row at which a result stands.
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /// Does the work, all or nothing.
  ///
  /// @throws io.millrace.engine.journal.JournalUnavailableException when PostgreSQL does not answer
  <T> T run(Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.on(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw Failures.of("PostgreSQL does not answer", e);
    }
  }

  /// All rows of one query.
  <T> List<T> select(Reader<T> reader, String sql, @Nullable Object... parameters) {
    return run(connection -> select(connection, reader, sql, parameters));
  }

  static <T> List<T> select(
      Connection connection, Reader<T> reader, String sql, @Nullable Object... parameters)
      throws SQLException {
    List<T> found = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      bind(select, parameters);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(reader.read(row));
        }
      }
    }
    return found;
  }

  /// One statement; whether it changed anything.
  boolean update(String sql, @Nullable Object... parameters) {
    return run(connection -> update(connection, sql, parameters));
  }

  static boolean update(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      return statement.executeUpdate() > 0;
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }
}
