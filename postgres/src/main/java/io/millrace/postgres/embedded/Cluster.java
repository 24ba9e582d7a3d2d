package io.millrace.postgres.embedded;

import io.millrace.postgres.embedded.EmbeddedPostgresException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What lies in a data folder, and making it: `database/` (PostgreSQL's own), `pgpass` (the
/// password, readable by its owner only), `port`, `postgres.log`, `millrace.lock`.
///
/// @param dataFolder the folder of [EmbeddedPostgresConfig]
/// @param binaries the programs that made it or will open it
/// @param account who owns `database/`
record Cluster(Path dataFolder, PostgresBinaries binaries, Account account) {
  static final String DATABASE = "database";
  static final String LOG = "postgres.log";
  static final String USER = "millrace";
  private static final String PASSWORD_FILE = "pgpass";

  /// Laid under the caller's settings. Many small commits, each flushed: what helps is fewer
  /// checkpoints (each makes the next change of every page log that page whole) and compressing
  /// those pages.
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("shared_buffers", "128MB"),
          Map.entry("max_connections", "100"),
          Map.entry("wal_compression", "on"),
          Map.entry("wal_buffers", "16MB"),
          Map.entry("max_wal_size", "2GB"),
          Map.entry("min_wal_size", "256MB"),
          Map.entry("checkpoint_timeout", "15min"),
          Map.entry("checkpoint_completion_target", "0.9"),
          Map.entry("random_page_cost", "1.1"),
          Map.entry("jit", "off"),
          // Parallel queries need /dev/shm, of which a container has 64 MB; the journal's
          // statements are all short.
          Map.entry("max_parallel_workers_per_gather", "0"),
          Map.entry("timezone", "UTC"),
          Map.entry("log_timezone", "UTC"),
          Map.entry("log_checkpoints", "off"),
          Map.entry("password_encryption", "scram-sha-256"));

  Path database() {
    return dataFolder.resolve(DATABASE);
  }

  Path log() {
    return dataFolder.resolve(LOG);
  }

  Path passwordFile() {
    return dataFolder.resolve(PASSWORD_FILE);
  }

  private Path portFile() {
    return dataFolder.resolve("port");
  }

  /// Makes the data folder itself. It is closed to others, except for passage when the server runs
  /// as another user.
  static void createFolder(Path dataFolder) throws IOException {
    if (!Files.isDirectory(dataFolder)) {
      Files.createDirectories(dataFolder);
      Files.setPosixFilePermissions(dataFolder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /// Makes the database when there is none, or throws when there is one that these binaries cannot
  /// open. An initialisation that was cut short is thrown away: it becomes the database only when
  /// it is complete.
  void open() throws IOException {
    if (account.differs()) {
      Files.setPosixFilePermissions(dataFolder, PosixFilePermissions.fromString("rwx--x--x"));
    }
    account.requireAccess(dataFolder);
    account.requireAccess(binaries.folder());
    if (!Files.exists(database())) {
      initialise();
    }
    checkVersion();
    account.give(database());
    if (!Files.isReadable(passwordFile())) {
      throw new EmbeddedPostgresException(
          Problem.CORRUPT,
          "The password file %s is missing or unreadable, so that the database beside it cannot be opened. Restore it from a backup, or move %s away to begin with an empty one."
              .formatted(passwordFile(), dataFolder));
    }
  }

  String password() throws IOException {
    var line = Files.readString(passwordFile()).strip();
    return line.substring(line.lastIndexOf(':') + 1);
  }

  /// The port of the last start, or 0.
  int lastPort() {
    try {
      return Integer.parseInt(Files.readString(portFile()).strip());
    } catch (IOException | NumberFormatException _) {
      return 0;
    }
  }

  void rememberPort(int port) throws IOException {
    if (lastPort() != port) {
      Folders.writePrivately(portFile(), port + "\n");
    }
  }

  /// Writes `postgresql.conf` anew. What a person sets by `ALTER SYSTEM` lies in another file and
  /// wins.
  void configure(Map<String, String> settings) throws IOException {
    var all = new TreeMap<>(DEFAULTS);
    all.putAll(settings);
    var text =
        new StringBuilder(
            "# Written by Millrace at each start. Use ALTER SYSTEM for settings of your own.\n");
    all.forEach(
        (name, value) ->
            text.append(name).append(" = '").append(value.replace("'", "''")).append("'\n"));
    Files.writeString(database().resolve("postgresql.conf"), text);
  }

  private void initialise() throws IOException {
    var unfinished = dataFolder.resolve(DATABASE + ".unfinished");
    Folders.delete(unfinished);
    Files.createDirectory(
        unfinished,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    account.give(unfinished);

    var password = randomPassword();
    var initPassword = dataFolder.resolve("initdb.password");
    Folders.writePrivately(initPassword, password + "\n");
    account.give(initPassword);
    var result = Command.run(account.command(initdb(unfinished, initPassword)));
    Files.delete(initPassword);
    if (!result.succeeded()) {
      Folders.delete(unfinished);
      throw Failures.fromOutput(dataFolder, "Creating the database", result.output());
    }

    Files.writeString(
        unfinished.resolve("pg_hba.conf"),
        "# type database user address method\nhost all all 127.0.0.1/32 scram-sha-256\n");
    Folders.writePrivately(passwordFile(), "127.0.0.1:*:*:%s:%s\n".formatted(USER, password));
    Folders.moveDurably(unfinished, database());
  }

  private List<String> initdb(Path folder, Path passwordFile) {
    var command = new ArrayList<String>();
    command.addAll(
        List.of(binaries.program("initdb").toString(), "-D", folder.toString(), "-U", USER));
    command.addAll(
        List.of("--pwfile=" + passwordFile, "--auth=scram-sha-256", "--no-instructions"));
    // PostgreSQL's own C.UTF-8 sorts the same on every machine, whatever the operating system's C
    // library.
    command.addAll(
        List.of(
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8"));
    // Thousands of rounds of hashing at each connection are there to make passwords that people
    // choose expensive to guess. This one is 192 random bits, and lies beside its hash.
    command.addAll(List.of("-c", "scram_iterations=1"));
    return command;
  }

  private void checkVersion() throws IOException {
    var file = database().resolve("PG_VERSION");
    if (!Files.exists(file)) {
      throw new EmbeddedPostgresException(
          Problem.CORRUPT,
          "%s has no PG_VERSION file, so it is not a PostgreSQL database or it is damaged. Restore it from a backup, or move it away to begin with an empty one."
              .formatted(database()));
    }
    var found = Files.readString(file).strip();
    if (!found.equals(binaries.majorVersion())) {
      throw new EmbeddedPostgresException(
          Problem.OTHER_VERSION,
          "%s was made by PostgreSQL %s, and this Millrace brings PostgreSQL %s, which cannot open it. Start the Millrace that made it and copy the data with pg_dump, or choose another data folder."
              .formatted(database(), found, binaries.majorVersion()));
    }
  }

  private static String randomPassword() {
    var bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
