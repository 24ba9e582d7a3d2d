package io.millrace.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.postgres.embedded.EmbeddedPostgresException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every folder that cannot be used is refused in one paragraph that says what, where and what to
/// do.
class BadFolderTest {
  @TempDir private Path folder;

  @Test
  void aDatabaseOfAnotherMajorVersionIsRefused() throws IOException {
    EmbeddedPostgres.start(folder).close();
    Files.writeString(folder.resolve("database/PG_VERSION"), "16\n");

    var refusal = refusal();

    assertThat(refusal.problem()).isEqualTo(Problem.OTHER_VERSION);
    assertThat(refusal).hasMessageContainingAll("PostgreSQL 16", "PostgreSQL 18", "pg_dump");
  }

  @Test
  void aDatabaseWithoutItsControlFileIsCorrupt() throws IOException {
    EmbeddedPostgres.start(folder).close();
    Files.delete(folder.resolve("database/global/pg_control"));

    assertThat(refusal().problem()).isEqualTo(Problem.CORRUPT);
  }

  @Test
  void aDatabaseWithAnOverwrittenControlFileIsCorrupt() throws IOException {
    EmbeddedPostgres.start(folder).close();
    Files.write(folder.resolve("database/global/pg_control"), new byte[8192]);

    assertThat(refusal().problem()).isEqualTo(Problem.CORRUPT);
  }

  @Test
  void aDatabaseWithoutItsLogOfChangesIsCorrupt() throws IOException {
    EmbeddedPostgres.start(folder).close();
    Folders.delete(folder.resolve("database/pg_wal"));

    assertThat(refusal().problem()).isEqualTo(Problem.CORRUPT);
  }

  @Test
  void someOtherFolderNamedDatabaseIsNotTouched() throws IOException {
    var letters = Files.createDirectory(folder.resolve("database")).resolve("letters.txt");
    Files.writeString(letters, "Dear miller");

    assertThat(refusal().problem()).isEqualTo(Problem.CORRUPT);
    assertThat(letters).hasContent("Dear miller");
  }

  @Test
  void aMissingPasswordFileIsNamed() throws IOException {
    EmbeddedPostgres.start(folder).close();
    Files.delete(folder.resolve("pgpass"));

    assertThat(refusal()).hasMessageContaining(folder.resolve("pgpass").toString());
  }

  @Test
  void anInitialisationThatWasCutShortIsDoneAgain() throws IOException {
    Files.createDirectories(folder.resolve("database.unfinished/base"));

    EmbeddedPostgres.start(folder).close();

    assertThat(folder.resolve("database.unfinished")).doesNotExist();
  }

  @Test
  void aFileWhereTheFolderShouldBeIsRefused() throws IOException {
    var file = Files.createFile(folder.resolve("file"));

    var refusal =
        catchThrowableOfType(
            EmbeddedPostgresException.class, () -> EmbeddedPostgres.start(file).close());

    assertThat(refusal).hasMessageContaining(file.toString());
  }

  @Test
  void aFolderThatMayNotBeWrittenIsRefused() throws IOException {
    assumeFalse(Account.isRoot(), "root may write everywhere");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));

    assertThat(refusal().problem()).isEqualTo(Problem.NO_PERMISSION);
  }

  @Test
  void aFullDiskIsCalledAFullDisk() throws IOException {
    var mount = Files.createDirectory(folder.resolve("small"));
    assumeTrue(
        Account.isRoot()
            && Command.succeeds(
                List.of("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", mount.toString())),
        "a small file system can only be mounted by root");
    try {
      var refusal =
          catchThrowableOfType(
              EmbeddedPostgresException.class,
              () -> EmbeddedPostgres.start(mount.resolve("data")).close());

      assertThat(refusal.problem()).isEqualTo(Problem.DISK_FULL);
    } finally {
      Command.run(List.of("umount", mount.toString()));
    }
  }

  private EmbeddedPostgresException refusal() {
    var refusal =
        catchThrowableOfType(
            EmbeddedPostgresException.class, () -> EmbeddedPostgres.start(folder).close());
    assertThat(refusal).isNotNull();
    assertThat(refusal.getMessage()).doesNotContain("\n");
    return refusal;
  }
}
