package io.millrace.postgres.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// How to run the embedded server.
///
/// @param dataFolder where everything of this server lives; created when absent
/// @param binariesFolder cache into which the PostgreSQL binaries are unpacked, shared by all data
///   folders
/// @param port TCP port on 127.0.0.1; 0 takes a free one at first start and keeps it from then on
/// @param startTimeout how long start-up, including crash recovery, may take
/// @param settings `postgresql.conf` settings laid over the defaults; those of [#GUARDED] are
///   refused
public record EmbeddedPostgresConfig(
    Path dataFolder,
    Path binariesFolder,
    int port,
    Duration startTimeout,
    Map<String, String> settings) {

  /// Settings that durability or safety rests on; they cannot be changed.
  public static final Set<String> GUARDED =
      Set.of(
          "fsync",
          "synchronous_commit",
          "full_page_writes",
          "listen_addresses",
          "port",
          "unix_socket_directories");

  /// Crash recovery replays at most `max_wal_size` (2 GB) of log, which a slow disk reads within
  /// two minutes.
  public static final Duration DEFAULT_START_TIMEOUT = Duration.ofMinutes(2);

  public EmbeddedPostgresConfig {
    dataFolder = dataFolder.toAbsolutePath().normalize();
    binariesFolder = binariesFolder.toAbsolutePath().normalize();
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + "; it must be between 0 and 65535.");
    }
    if (!startTimeout.isPositive()) {
      throw new IllegalArgumentException(
          "startTimeout is " + startTimeout + "; it must be longer than zero.");
    }
    for (var name : settings.keySet()) {
      if (GUARDED.contains(name)) {
        throw new IllegalArgumentException(
            "The PostgreSQL setting " + name + " is not yours to change.");
      }
      if (!name.matches("[a-z_][a-z0-9_.]*")) {
        throw new IllegalArgumentException(
            "'" + name + "' is not the name of a PostgreSQL setting.");
      }
    }
    settings = Map.copyOf(settings);
  }

  /// The usual configuration for a data folder: any free port, default settings, the account's
  /// binaries cache.
  public static EmbeddedPostgresConfig of(Path dataFolder) {
    return new EmbeddedPostgresConfig(
        dataFolder, defaultBinariesFolder(), 0, DEFAULT_START_TIMEOUT, Map.of());
  }

  public EmbeddedPostgresConfig withPort(int port) {
    return new EmbeddedPostgresConfig(dataFolder, binariesFolder, port, startTimeout, settings);
  }

  public EmbeddedPostgresConfig withBinariesFolder(Path folder) {
    return new EmbeddedPostgresConfig(dataFolder, folder, port, startTimeout, settings);
  }

  public EmbeddedPostgresConfig withStartTimeout(Duration timeout) {
    return new EmbeddedPostgresConfig(dataFolder, binariesFolder, port, timeout, settings);
  }

  public EmbeddedPostgresConfig withSetting(String name, String value) {
    var all = new TreeMap<>(settings);
    all.put(name, value);
    return new EmbeddedPostgresConfig(dataFolder, binariesFolder, port, startTimeout, all);
  }

  /// Root's cache is under `/var/cache`, where the unprivileged account that runs the server can
  /// reach it; everybody else's is in `$XDG_CACHE_HOME` or `~/.cache`.
  private static Path defaultBinariesFolder() {
    if (Account.isRoot()) {
      return Path.of("/var/cache/millrace/postgres");
    }
    var xdg = System.getenv("XDG_CACHE_HOME");
    var cache =
        xdg == null || xdg.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return cache.resolve("millrace").resolve("postgres");
  }
}
