package io.millrace.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;

/// Brings the schema to this version.
final class Migrations {
  private static final String LOCATION = "classpath:io/millrace/postgres/migration";

  /// The number of the newest file in the migration folder; a test compares them.
  static final int NEWEST = 8;

  private Migrations() {}

  /// Applies what is missing. When nothing is, one query finds out, because starting Flyway takes
  /// several hundred times as long.
  static void apply(PostgresConfig config, Connection connection) throws SQLException {
    if (appliedUpTo(connection) == NEWEST) {
      return;
    }
    Flyway.configure()
        .dataSource(config.jdbcUrl(), config.user(), config.password())
        .schemas(Connections.SCHEMA)
        .locations(LOCATION)
        .load()
        .migrate();
  }

  private static int appliedUpTo(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery("SELECT to_regclass('millrace.flyway_schema_history') IS NULL")) {
        row.next();
        if (row.getBoolean(1)) {
          return 0;
        }
      }
      try (ResultSet row =
          statement.executeQuery(
              """
              SELECT coalesce(max(version::integer) FILTER (WHERE success), 0), bool_and(success)
              FROM millrace.flyway_schema_history WHERE version IS NOT NULL
              """)) {
        row.next();
        return row.getBoolean(2) ? row.getInt(1) : 0;
      }
    }
  }
}
