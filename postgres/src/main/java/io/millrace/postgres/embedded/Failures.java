package io.millrace.postgres.embedded;

import io.millrace.postgres.embedded.EmbeddedPostgresException.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns what PostgreSQL and the operating system say into one paragraph for a person.
final class Failures {
  private static final Pattern DAMAGE =
      Pattern.compile(
          "PANIC:|pg_control|control file|files are incompatible with server|required WAL"
              + " directory|could not locate a valid checkpoint|invalid page|is not a valid data"
              + " directory|could not (open|read) (file|directory)|could not find the"
              + " database|invalid record");

  private static final Pattern TELLING =
      Pattern.compile(
          "^(FATAL|PANIC|ERROR|DETAIL|HINT|WARNING):|error:|invalid value|[Cc]ould not|[Cc]annot");

  private Failures() {}

  /// Judges a failed initdb or postgres by its output.
  static EmbeddedPostgresException fromOutput(Path dataFolder, String doing, String output) {
    var said = essence(output);
    if (output.contains("No space left on device")) {
      return diskFull(dataFolder, doing, null);
    }
    if (output.contains("Permission denied") || output.contains("has wrong ownership")) {
      return noPermission(dataFolder, doing, said, null);
    }
    if (output.contains("could not create any TCP/IP sockets")) {
      return new EmbeddedPostgresException(
          Problem.PORT_TAKEN,
          "%s in %s failed because another program uses its port. End that program or configure another port. PostgreSQL said: %s"
              .formatted(doing, dataFolder, said));
    }
    if (DAMAGE.matcher(output).find()) {
      return new EmbeddedPostgresException(
          Problem.CORRUPT,
          "%s in %s failed because its files are damaged. Restore the folder from a backup, or move it away to begin with an empty one. PostgreSQL said: %s"
              .formatted(doing, dataFolder, said));
    }
    return new EmbeddedPostgresException(
        Problem.FAILED,
        "%s in %s failed. The whole log is %s. PostgreSQL said: %s"
            .formatted(doing, dataFolder, dataFolder.resolve(Cluster.LOG), said));
  }

  static EmbeddedPostgresException fromIo(Path dataFolder, IOException e) {
    var doing = "Preparing PostgreSQL";
    var text = String.valueOf(e.getMessage());
    if (text.contains("No space left on device")) {
      return diskFull(dataFolder, doing, e);
    }
    if (e instanceof AccessDeniedException || text.contains("Permission denied")) {
      return noPermission(dataFolder, doing, "access to " + text + " was denied", e);
    }
    if (text.contains("Read-only file system")) {
      return noPermission(dataFolder, doing, text, e);
    }
    return new EmbeddedPostgresException(
        Problem.FAILED, "%s in %s failed: %s.".formatted(doing, dataFolder, e), e);
  }

  private static EmbeddedPostgresException diskFull(
      Path folder, String doing, @Nullable Throwable cause) {
    return new EmbeddedPostgresException(
        Problem.DISK_FULL,
        "%s in %s failed because the disk is full. Free some space (PostgreSQL wants at least 200 MB), then start again; nothing committed is lost."
            .formatted(doing, folder),
        cause);
  }

  private static EmbeddedPostgresException noPermission(
      Path folder, String doing, String said, @Nullable Throwable cause) {
    return new EmbeddedPostgresException(
        Problem.NO_PERMISSION,
        "%s in %s failed: %s. Give the folder to the user %s, or choose another."
            .formatted(doing, folder, said, System.getProperty("user.name")),
        cause);
  }

  /// The lines that say what went wrong, time stamps left off; at most the last four.
  private static String essence(String output) {
    var lines =
        output.lines().map(Failures::withoutTimestamp).filter(line -> !line.isEmpty()).toList();
    var telling = lines.stream().filter(line -> TELLING.matcher(line).find()).toList();
    var chosen = telling.isEmpty() ? lines : telling;
    return chosen.stream().skip(Math.max(0, chosen.size() - 4)).collect(Collectors.joining(" / "));
  }

  private static String withoutTimestamp(String line) {
    return line.strip().replaceFirst("^\\d{4}-\\d\\d-\\d\\d [0-9:.]+ \\w+ \\[\\d+] ", "");
  }
}
