package io.millrace.postgres.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/// Administrative sessions with the embedded server.
final class Sessions {
  /// A server on this machine that has not answered for so long never will.
  private static final String ANSWER_TIMEOUT_SECONDS = "10";

  private Sessions() {}

  static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  static Connection open(int port, String password) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", Cluster.USER);
    properties.setProperty("password", password);
    properties.setProperty("loginTimeout", ANSWER_TIMEOUT_SECONDS);
    properties.setProperty("connectTimeout", ANSWER_TIMEOUT_SECONDS);
    properties.setProperty("socketTimeout", ANSWER_TIMEOUT_SECONDS);
    properties.setProperty("ApplicationName", "millrace admin");
    return DriverManager.getConnection(url(port, "postgres"), properties);
  }

  static boolean databaseExists(Connection connection, String name) throws SQLException {
    try (var statement =
        connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
      statement.setString(1, name);
      try (var rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  /// Whether the server is of exactly this version, `18.6`.
  static boolean isVersion(Connection connection, String version) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SHOW server_version")) {
      return rows.next() && rows.getString(1).equals(version);
    }
  }

  /// Ends every other client's session, waiting up to five seconds for each, so that no transaction
  /// of a dead process holds a lock any more.
  static void endOthers(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          """
          SELECT pg_terminate_backend(pid, 5000)
          FROM pg_stat_activity
          WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
          """);
    }
  }
}
