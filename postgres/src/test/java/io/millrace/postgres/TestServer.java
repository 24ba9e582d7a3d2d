package io.millrace.postgres;

import io.millrace.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

/// One embedded server for all tests of this JVM, and an empty database for each.
public final class TestServer {
  private static final String DATABASE = "test";

  private TestServer() {}

  private static final class Holder {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        Path folder = Files.createTempDirectory("millrace-test");
        EmbeddedPostgres server = EmbeddedPostgres.start(folder);
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(
                    () -> {
                      server.close();
                      delete(folder);
                    }));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void delete(Path folder) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// The configuration of a database without our schema. It is the same each time: a hundred
  /// databases would make the server's last checkpoint take half a minute. So tests must not run at
  /// the same time.
  public static PostgresConfig emptyDatabase() {
    EmbeddedPostgres server = Holder.SERVER;
    server.createDatabase(DATABASE);
    String url = server.jdbcUrl(DATABASE);
    try (Connection connection =
            DriverManager.getConnection(url, server.user(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS millrace CASCADE");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return PostgresConfig.embedded(url, server.user(), server.password());
  }
}
