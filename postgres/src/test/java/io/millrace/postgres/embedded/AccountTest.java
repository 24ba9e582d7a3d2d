package io.millrace.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How root becomes somebody whom PostgreSQL accepts.
class AccountTest {
  @TempDir private Path folder;

  @BeforeEach
  void onlyRootHasAChoice() {
    assumeTrue(Account.isRoot(), "an ordinary user runs PostgreSQL as itself");
  }

  @Test
  void everyWayThatWorksHereStartsAServer() throws Exception {
    var binaries = PostgresBinaries.in(EmbeddedPostgresConfig.of(folder).binariesFolder());
    var ways = Account.unprivileged().stream().filter(Account::works).toList();
    assumeTrue(!ways.isEmpty(), "no setpriv, runuser or su here");

    for (var way : ways) {
      var home = Files.createDirectory(folder.resolve("way" + ways.indexOf(way)));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      var cluster = new Cluster(home, binaries, way);
      cluster.open();
      cluster.configure(Map.of());
      var server =
          Postmaster.launch(
              cluster,
              0x4000 + (int) (ProcessHandle.current().pid() % 0x2000),
              Duration.ofSeconds(30));
      try (var connection = Sessions.open(server.port(), cluster.password())) {
        assertThat(connection.isValid(5)).as(way.toString()).isTrue();
        assertThat(ownerOf(home.resolve("database"))).isEqualTo(way.owner());
      } finally {
        server.stop(Duration.ofSeconds(30));
      }
      assertThat(server.isAlive()).isFalse();
    }
  }

  @Test
  void aDatabaseOfAnotherUserIsRunAsThatUser() throws IOException, SQLException {
    EmbeddedPostgres.start(folder).close();
    var nobody = new Account("nobody", 65_534, 65_534, List.of());
    nobody.give(folder.resolve("database"));

    try (var server = EmbeddedPostgres.start(folder)) {
      assertThat(EmbeddedPostgresTest.query(server, "postgres", "SELECT 1")).isEqualTo("1");
      assertThat(ownerOf(folder.resolve("database/postmaster.pid"))).isEqualTo(65_534);
    }
  }

  private static int ownerOf(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid");
  }
}
