package io.millrace.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.postgres.embedded.EmbeddedPostgresException.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  @TempDir private Path folder;

  @Test
  void whatWasCommittedIsThereAfterARestartOnTheSamePort() throws SQLException {
    int port;
    try (var server = EmbeddedPostgres.start(folder)) {
      port = server.port();
      server.createDatabase("book_pipeline");
      server.createDatabase("book_pipeline");
      execute(server, "book_pipeline", "CREATE TABLE t (name text)");
      execute(server, "book_pipeline", "INSERT INTO t VALUES ('Đọc truyện')");
    }

    try (var server = EmbeddedPostgres.start(folder)) {
      assertThat(server.port()).isEqualTo(port);
      assertThat(query(server, "book_pipeline", "SELECT name FROM t")).isEqualTo("Đọc truyện");
    }
  }

  @Test
  void commitsAreDurableAndTheServerListensOnLoopbackOnly() throws SQLException {
    try (var server = EmbeddedPostgres.start(folder)) {
      for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        assertThat(query(server, "postgres", "SHOW " + setting)).as(setting).isEqualTo("on");
      }
      assertThat(query(server, "postgres", "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(query(server, "postgres", "SHOW unix_socket_directories")).isEmpty();
      assertThat(query(server, "postgres", "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(query(server, "postgres", "SHOW data_checksums")).isEqualTo("on");
    }
  }

  @Test
  void thePasswordIsNeededAndOnlyTheOwnerCanReadIt() throws IOException {
    try (var server = EmbeddedPostgres.start(folder)) {
      assertThatThrownBy(
              () -> DriverManager.getConnection(server.jdbcUrl("postgres"), "millrace", "guess"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");

      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("pgpass"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void settingsAreAppliedAndGuardedOnesRefused() throws SQLException {
    var config = EmbeddedPostgresConfig.of(folder).withSetting("work_mem", "7MB");
    try (var server = EmbeddedPostgres.start(config)) {
      assertThat(query(server, "postgres", "SHOW work_mem")).isEqualTo("7MB");
    }

    assertThatThrownBy(() -> config.withSetting("fsync", "off"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fsync");
  }

  @Test
  void aWrongSettingIsQuotedFromTheServersLog() {
    var config = EmbeddedPostgresConfig.of(folder).withSetting("work_mem", "lots");

    assertThatThrownBy(() -> EmbeddedPostgres.start(config).close())
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("work_mem")
        .hasMessageContaining("lots");
  }

  @Test
  void thePrintedPsqlLineWorks() throws Exception {
    assumeTrue(Command.succeeds(List.of("psql", "--version")), "psql is not installed here");
    try (var server = EmbeddedPostgres.start(folder)) {
      var result =
          Command.run(List.of("sh", "-c", server.psqlCommand("postgres") + " -Atc 'SELECT 6*7'"));

      assertThat(result.output().strip()).isEqualTo("42");
    }
  }

  @Test
  void aPortThatWasTakenMeanwhileIsReplaced() throws IOException {
    int port;
    try (var server = EmbeddedPostgres.start(folder)) {
      port = server.port();
    }

    try (var squatter = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
        var server = EmbeddedPostgres.start(folder)) {
      assertThat(server.port()).isNotEqualTo(squatter.getLocalPort());
    }
  }

  @Test
  void aFixedPortThatIsTakenIsAnError() throws IOException {
    try (var squatter = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      var config = EmbeddedPostgresConfig.of(folder).withPort(squatter.getLocalPort());

      assertThatThrownBy(() -> EmbeddedPostgres.start(config).close())
          .isInstanceOfSatisfying(
              EmbeddedPostgresException.class,
              e -> assertThat(e.problem()).isEqualTo(Problem.PORT_TAKEN))
          .hasMessageContaining("configure another port");
    }
  }

  @Test
  void aSecondStartInThisProcessNamesTheHolder() {
    try (var _ = EmbeddedPostgres.start(folder)) {
      assertThatThrownBy(() -> EmbeddedPostgres.start(folder).close())
          .isInstanceOfSatisfying(
              EmbeddedPostgresException.class,
              e -> assertThat(e.problem()).isEqualTo(Problem.LOCKED))
          .hasMessageContaining("pid " + ProcessHandle.current().pid());
    }
  }

  @Test
  void closingTwiceIsHarmlessAndEndsTheServer() {
    var server = EmbeddedPostgres.start(folder);
    var pid = server.pid();

    server.close();
    server.close();

    assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive))
        .isNotEqualTo(java.util.Optional.of(true));
  }

  static void execute(EmbeddedPostgres server, String database, String sql) throws SQLException {
    try (var connection = open(server, database);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static String query(EmbeddedPostgres server, String database, String sql) throws SQLException {
    try (var connection = open(server, database);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  static Connection open(EmbeddedPostgres server, String database) throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(database), server.user(), server.password());
  }
}
