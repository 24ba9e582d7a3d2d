package io.millrace.postgres;

import static io.millrace.testkit.Histories.header;
import static io.millrace.testkit.Histories.passEvents;
import static io.millrace.testkit.Histories.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.journal.FencedException;
import io.millrace.engine.journal.JournalUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PostgresStoreTest {
  @Test
  void theNewestMigrationIsTheOneTheShortcutLooksFor() throws IOException {
    Path folder = Path.of("src/main/resources/io/millrace/postgres/migration");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(
              files.mapToInt(
                  file ->
                      Integer.parseInt(file.getFileName().toString().split("__")[0].substring(1))))
          .contains(Migrations.NEWEST)
          .allMatch(number -> number <= Migrations.NEWEST);
    }
  }

  @Test
  void openingAgainFindsTheSameKeyAndTheSameExecutions() {
    PostgresConfig config = TestServer.emptyDatabase();
    UUID execution = UUID.randomUUID();
    var header = header("machine", "kept");
    String token;
    try (PostgresStore first = PostgresStore.open(config)) {
      token = first.taskTokens().issue(execution, 3);
      first.journal().commit(List.of(write(header, true, passEvents(1, 2))));
    }
    try (PostgresStore second = PostgresStore.open(config)) {
      assertThat(second.taskTokens().check(token)).isPresent();
      assertThat(second.journal().load(header.id())).isPresent();
    }
  }

  @Test
  void aServerThatAcknowledgesBeforeItIsDurableIsRefused() throws SQLException {
    PostgresConfig config = TestServer.emptyDatabase();
    sql(config, "ALTER ROLE CURRENT_USER SET synchronous_commit = off");
    try {
      assertThatThrownBy(() -> PostgresStore.open(config))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("synchronous_commit=off")
          .hasMessageContaining("ALTER DATABASE");
    } finally {
      sql(config, "ALTER ROLE CURRENT_USER RESET synchronous_commit");
    }
  }

  @Test
  void aDatabaseThatCannotBeReachedIsNamedWithoutItsPassword() {
    PostgresConfig config =
        PostgresConfig.shared("jdbc:postgresql://127.0.0.1:1/none", "somebody", "secret-word");

    assertThatThrownBy(() -> PostgresStore.open(config))
        .isInstanceOf(JournalUnavailableException.class)
        .hasMessageContaining("127.0.0.1:1/none")
        .hasMessageContaining("somebody")
        .hasMessageNotContaining("secret-word");
    assertThat(config.toString()).doesNotContain("secret-word");
  }

  @Test
  void aSecondServerWaitsUntilTheFirstLetsItsLeaseGo() throws Exception {
    PostgresConfig config = shared(TestServer.emptyDatabase());
    var header = header("machine", "handed on");
    PostgresStore first = PostgresStore.open(config);
    CompletableFuture<PostgresStore> second =
        CompletableFuture.supplyAsync(() -> PostgresStore.open(config));
    // It stands by, so the first may go on for longer than a lease: its heartbeats see to that.
    first.journal().commit(List.of(write(header, true, passEvents(1, 2))));
    assertThat(second).isNotDone();

    first.close();

    try (PostgresStore next = second.get()) {
      next.journal().commit(List.of(write(header, false, passEvents(3, 4))));
      assertThat(next.journal().load(header.id()).orElseThrow().events())
          .isEqualTo(passEvents(1, 4));
    }
  }

  @Test
  void aServerWhoseLeaseExpiredIsFencedWhenAnotherHasTakenOver() throws SQLException {
    PostgresConfig config = shared(TestServer.emptyDatabase());
    var header = header("machine", "fenced");
    try (PostgresStore first = PostgresStore.open(config)) {
      first.journal().commit(List.of(write(header, true, passEvents(1, 2))));
      sql(config, "UPDATE millrace.lease SET expires = '-infinity'");

      try (PostgresStore second = PostgresStore.open(config)) {
        assertThatThrownBy(
                () -> first.journal().commit(List.of(write(header, false, passEvents(3, 4)))))
            .isInstanceOf(FencedException.class);
        assertThatThrownBy(
                () -> first.journal().commit(List.of(write(header, false, passEvents(3, 4)))))
            .isInstanceOf(FencedException.class);
        assertThat(second.journal().load(header.id()).orElseThrow().events()).hasSize(2);
      }
    }
  }

  @Test
  void anIdleServerIsToldByItsHeartbeatThatAnotherHasTakenOver() throws Exception {
    PostgresConfig config = shared(TestServer.emptyDatabase(), Duration.ofSeconds(2));
    CompletableFuture<FencedException> told = new CompletableFuture<>();
    try (PostgresStore store = PostgresStore.open(config)) {
      store.journal().whenFenced(told::complete);
      sql(
          config,
          "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
              + " WHERE pid <> pg_backend_pid() AND datname = current_database()");

      sql(config, "UPDATE millrace.lease SET epoch = epoch + 1");

      assertThat(told.get(60, TimeUnit.SECONDS)).hasMessageContaining("taken over");
    }
  }

  @Test
  void dataThatPostgresCannotHoldIsNotTakenForAServerThatIsAway() {
    try (PostgresStore store = PostgresStore.open(TestServer.emptyDatabase())) {
      assertThatThrownBy(() -> store.stateMachines().find("arn\u0000"))
          .isInstanceOf(IllegalStateException.class);
      store.journal().commit(List.of(write(header("machine", "n"), true, passEvents(1, 2))));
      assertThatThrownBy(() -> store.journal().find(header("machine", "n\u0000").arn()))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private static PostgresConfig shared(PostgresConfig embedded) {
    return shared(embedded, Duration.ofSeconds(60));
  }

  private static PostgresConfig shared(PostgresConfig embedded, Duration lease) {
    return new PostgresConfig(
        embedded.jdbcUrl(),
        embedded.user(),
        embedded.password(),
        PostgresConfig.Takeover.WHEN_EXPIRED,
        4,
        lease);
  }

  private static void sql(PostgresConfig config, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
