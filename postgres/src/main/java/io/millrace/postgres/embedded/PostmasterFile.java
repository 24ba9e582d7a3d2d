package io.millrace.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// What a running server says of itself in `postmaster.pid` (PostgreSQL source,
/// `src/include/utils/pidfile.h`: one fact a line).
///
/// @param pid process id of the postmaster
/// @param port its TCP port
/// @param status `starting`, `stopping`, `ready` or `standby`; empty when not written yet
record PostmasterFile(long pid, int port, String status) {

  /// Empty when there is no file, or one that its writer has not finished.
  static Optional<PostmasterFile> read(Path databaseFolder) throws IOException {
    try {
      var lines = Files.readAllLines(databaseFolder.resolve("postmaster.pid"));
      var status = lines.size() > 7 ? lines.get(7).strip() : "";
      return lines.size() < 4
          ? Optional.empty()
          : Optional.of(
              new PostmasterFile(
                  Long.parseLong(lines.get(0).strip()),
                  Integer.parseInt(lines.get(3).strip()),
                  status));
    } catch (NoSuchFileException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  boolean isReady() {
    return status.equals("ready");
  }

  boolean isStopping() {
    return status.equals("stopping");
  }

  /// Whether that process is alive and is indeed the postmaster of this folder, not a stranger that
  /// was given the same number after a restart of the machine.
  boolean isAlive(Path databaseFolder) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .map(process -> worksIn(databaseFolder) || wasStartedFor(databaseFolder, process))
        .orElse(false);
  }

  private boolean worksIn(Path databaseFolder) {
    try {
      return Files.isSameFile(Path.of("/proc/" + pid + "/cwd"), databaseFolder);
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean wasStartedFor(Path databaseFolder, ProcessHandle process) {
    return process.info().commandLine().orElse("").contains("-D " + databaseFolder);
  }
}
