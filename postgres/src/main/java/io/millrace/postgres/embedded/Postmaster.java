package io.millrace.postgres.embedded;

import io.millrace.postgres.embedded.EmbeddedPostgresException.Problem;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The server process of one data folder. The caller holds the folder's lock.
final class Postmaster {
  /// Laws of durability, and safety of the network side: on the command line, where nothing can
  /// override them.
  private static final List<String> GUARDED =
      List.of(
          "fsync=on",
          "synchronous_commit=on",
          "full_page_writes=on",
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=");

  private static final Duration POLL = Duration.ofMillis(5);
  private static final long LOG_LIMIT_BYTES = 10L << 20;

  private final Cluster cluster;
  private final PostmasterFile file;

  private Postmaster(Cluster cluster, PostmasterFile file) {
    this.cluster = cluster;
    this.file = file;
  }

  /// The server that already runs in the folder: one whose parent died.
  static Optional<Postmaster> running(Cluster cluster) throws IOException {
    return PostmasterFile.read(cluster.database())
        .filter(found -> found.isAlive(cluster.database()))
        .map(found -> new Postmaster(cluster, found));
  }

  /// Starts the server and returns when it takes connections.
  static Postmaster launch(Cluster cluster, int port, Duration timeout) throws IOException {
    // Nobody runs in this folder (see #running): a file left by a crash would only name a
    // stranger's process.
    Files.deleteIfExists(cluster.database().resolve("postmaster.pid"));
    rotateLog(cluster.log());
    var logged = Files.exists(cluster.log()) ? Files.size(cluster.log()) : 0;
    var process =
        Command.builder(command(cluster, port))
            .redirectErrorStream(true)
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(Redirect.appendTo(cluster.log().toFile()))
            .start();
    var ready =
        await(timeout, () -> !process.isAlive() || readiness(cluster).isPresent())
            && process.isAlive();
    var file = readiness(cluster);
    if (ready && file.isPresent()) {
      return new Postmaster(cluster, file.get());
    }
    var expired = process.isAlive();
    process.destroyForcibly();
    throw failure(cluster, expired ? timeout : null, logged);
  }

  int port() {
    return file.port();
  }

  long pid() {
    return file.pid();
  }

  boolean isAlive() {
    return file.isAlive(cluster.database());
  }

  /// Waits until a server that was found starting or stopping has made up its mind; false when it
  /// never does.
  boolean settles(Duration patience) throws IOException {
    return await(
        patience,
        () ->
            !isAlive()
                || PostmasterFile.read(cluster.database())
                    .map(PostmasterFile::isReady)
                    .orElse(false));
  }

  /// Fast shutdown: sessions are ended, a checkpoint is written. Falls back to an immediate one
  /// after `patience`.
  void stop(Duration patience) throws IOException {
    signal("INT");
    if (!await(patience, () -> !isAlive())) {
      kill();
    }
  }

  /// Ends it without a checkpoint, as a crash would; the next start recovers from the log.
  void kill() throws IOException {
    signal("QUIT");
    if (!await(Duration.ofSeconds(3), () -> !isAlive())) {
      ProcessHandle.of(file.pid()).ifPresent(ProcessHandle::destroyForcibly);
      if (!await(Duration.ofSeconds(10), () -> !isAlive())) {
        throw new EmbeddedPostgresException(
            Problem.FAILED,
            "The PostgreSQL server with pid %d in %s does not end, not even when killed; its disk may hang. End it by hand, then start again."
                .formatted(file.pid(), cluster.dataFolder()));
      }
    }
  }

  private void signal(String name) throws IOException {
    Command.run(
        cluster
            .account()
            .command(
                List.of(
                    cluster.binaries().program("pg_ctl").toString(),
                    "kill",
                    name,
                    Long.toString(file.pid()))));
  }

  private static List<String> command(Cluster cluster, int port) {
    var command = new ArrayList<String>();
    // A session of its own: Ctrl-C on the terminal reaches Millrace only, which needs the server to
    // stop cleanly.
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid");
    }
    var server = new ArrayList<String>();
    server.add(cluster.binaries().program("postgres").toString());
    server.addAll(List.of("-D", cluster.database().toString(), "-c", "port=" + port));
    GUARDED.forEach(setting -> server.addAll(List.of("-c", setting)));
    command.addAll(cluster.account().command(server));
    return command;
  }

  private static Optional<PostmasterFile> readiness(Cluster cluster) throws IOException {
    return PostmasterFile.read(cluster.database()).filter(PostmasterFile::isReady);
  }

  private static EmbeddedPostgresException failure(
      Cluster cluster, @Nullable Duration expired, long logged) throws IOException {
    if (expired != null) {
      return new EmbeddedPostgresException(
          Problem.FAILED,
          "PostgreSQL in %s was not ready after %d seconds. If it was recovering from a crash, allow it more time; its log is %s."
              .formatted(cluster.dataFolder(), expired.toSeconds(), cluster.log()));
    }
    try (var log = FileChannel.open(cluster.log(), StandardOpenOption.READ)) {
      var said =
          new String(
              Channels.newInputStream(log.position(logged)).readAllBytes(), StandardCharsets.UTF_8);
      return Failures.fromOutput(cluster.dataFolder(), "Starting PostgreSQL", said);
    }
  }

  private static void rotateLog(Path log) throws IOException {
    if (Files.exists(log) && Files.size(log) > LOG_LIMIT_BYTES) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// A condition that needs to look at files.
  private interface Condition {
    boolean holds() throws IOException;
  }

  private static boolean await(Duration patience, Condition condition) throws IOException {
    var deadline = System.nanoTime() + patience.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("Interrupted while waiting for PostgreSQL.");
      }
    }
    return true;
  }
}
