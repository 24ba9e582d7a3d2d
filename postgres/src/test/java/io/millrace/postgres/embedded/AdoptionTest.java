package io.millrace.postgres.embedded;

import static io.millrace.postgres.embedded.EmbeddedPostgresTest.execute;
import static io.millrace.postgres.embedded.EmbeddedPostgresTest.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.postgres.embedded.EmbeddedPostgresException.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the next process finds when the one that started the server was killed.
class AdoptionTest {
  @TempDir private Path folder;

  @Test
  void aFolderHeldByALiveProcessIsRefusedNamingItsPid() throws Exception {
    var holder = DoomedProcess.start(folder);
    try {
      assertThatThrownBy(() -> EmbeddedPostgres.start(folder).close())
          .isInstanceOfSatisfying(
              EmbeddedPostgresException.class,
              e -> assertThat(e.problem()).isEqualTo(Problem.LOCKED))
          .hasMessageContaining("pid " + holder.pid());
    } finally {
      holder.kill();
      EmbeddedPostgres.start(folder).close();
    }
  }

  @Test
  void theServerOfAKilledProcessIsAdoptedAndItsSessionsEnded() throws Exception {
    var doomed = DoomedProcess.start(folder);
    doomed.kill();

    try (var server = EmbeddedPostgres.start(folder)) {
      assertThat(server.pid()).isEqualTo(doomed.postmasterPid());
      // The dead process held an exclusive lock on the table; without ending its session this would
      // wait for ever.
      execute(server, "mill", "ALTER TABLE flour ADD COLUMN kind text");
      assertThat(query(server, "mill", "SELECT string_agg(sack::text, ',') FROM flour"))
          .isEqualTo("1");
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsEndedAndStartedAgain() throws Exception {
    var doomed = DoomedProcess.start(folder);
    doomed.kill();
    Command.run(List.of("kill", "-STOP", Long.toString(doomed.postmasterPid())));

    try (var server = EmbeddedPostgres.start(folder)) {
      assertThat(server.pid()).isNotEqualTo(doomed.postmasterPid());
      assertThat(query(server, "mill", "SELECT count(*) FROM flour")).isEqualTo("1");
    }
  }

  @Test
  void aKilledServerRecoversWhatWasCommitted() throws Exception {
    var doomed = DoomedProcess.start(folder);
    doomed.kill();
    Command.run(List.of("kill", "-KILL", Long.toString(doomed.postmasterPid())));

    try (var server = EmbeddedPostgres.start(folder)) {
      assertThat(query(server, "mill", "SELECT count(*) FROM flour")).isEqualTo("1");
    }
  }

  @Test
  void aProcessFileThatNamesAStrangerIsIgnored() throws Exception {
    EmbeddedPostgres.start(folder).close();
    var stranger = ProcessHandle.current().pid();
    Files.writeString(
        folder.resolve("database/postmaster.pid"),
        "%d\n%s\n0\n5432\n\n127.0.0.1\n0 0\nready\n"
            .formatted(stranger, folder.resolve("database")));

    try (var server = EmbeddedPostgres.start(folder)) {
      assertThat(query(server, "postgres", "SELECT 1")).isEqualTo("1");
    }
  }
}
