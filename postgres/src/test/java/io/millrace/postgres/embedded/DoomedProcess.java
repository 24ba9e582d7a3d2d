package io.millrace.postgres.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;

/// A JVM of its own that starts the embedded server, commits one row, holds a lock in an open
/// transaction and then waits to be killed.
final class DoomedProcess {
  private final Process process;
  private final long postmaster;

  private DoomedProcess(Process process, long postmaster) {
    this.process = process;
    this.postmaster = postmaster;
  }

  static DoomedProcess start(Path dataFolder) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classPath = System.getProperty("java.class.path");
    var process =
        new ProcessBuilder(
                List.of(
                    java,
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classPath,
                    DoomedProcess.class.getName(),
                    dataFolder.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var reader = process.inputReader();
    var line = awaitReady(reader);
    return new DoomedProcess(process, Long.parseLong(line.substring("ready ".length())));
  }

  long pid() {
    return process.pid();
  }

  long postmasterPid() {
    return postmaster;
  }

  /// SIGKILL, and the process is gone on return.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private static String awaitReady(BufferedReader reader) throws IOException {
    for (var line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith("ready ")) {
        return line;
      }
    }
    throw new IOException("The child process ended before its server was ready.");
  }

  public static void main(String[] arguments) throws Exception {
    var server = EmbeddedPostgres.start(Path.of(arguments[0]));
    server.createDatabase("mill");
    try (var connection =
            DriverManager.getConnection(server.jdbcUrl("mill"), server.user(), server.password());
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE flour (sack int PRIMARY KEY)");
      statement.execute("INSERT INTO flour VALUES (1)");
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO flour VALUES (2)");
      statement.execute("LOCK TABLE flour IN ACCESS EXCLUSIVE MODE");
      System.out.println("ready " + server.pid());
      System.in.read();
    }
  }
}
