package io.millrace.local.glue;

import static io.millrace.local.glue.ShellProgram.script;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of the server while jobs run.
class KilledServerTest {
  @TempDir private Path folder;

  @Test
  void aProgramRunsOnWithoutItsServerAndIsFoundAgain() throws Exception {
    var server = startServer();
    var glue = GlueClient.of(URI.create(server.inputReader().readLine()));
    glue.createJob("etl", "'ExecutionProperty':{'MaxConcurrentRuns':9}");
    var goesOn = glue.startRun("etl", until(folder.resolve("go"), "exit 0"));
    var ends = glue.startRun("etl", until(folder.resolve("end"), "exit 0"));
    var vanishes = glue.startRun("etl", script("echo $PPID > " + folder + "/shell; sleep 600"));
    for (var id : List.of(goesOn, ends, vanishes)) {
      glue.await("etl", id, "RUNNING");
    }
    JobRunsTest.awaitFile(folder.resolve("shell"));

    server.destroyForcibly().waitFor();
    Files.createFile(folder.resolve("end"));
    JobRunsTest.awaitFile(launch(ends).resolve("exit"));
    killTree(Long.parseLong(Files.readString(launch(vanishes).resolve("pid")).strip()));

    try (var again = GlueEndpoint.start(folder, 0, new ShellProgram())) {
      var after = GlueClient.of(again.uri());
      after.await("etl", ends, "SUCCEEDED");
      assertThat(after.await("etl", vanishes, "FAILED").path("ErrorMessage").asText())
          .contains("vanished");
      assertThat(after.state("etl", goesOn)).isEqualTo("RUNNING");
      Files.createFile(folder.resolve("go"));
      after.await("etl", goesOn, "SUCCEEDED");
      assertThat(launch(goesOn).resolveSibling("launch-2")).doesNotExist();
    }
  }

  @Test
  void aProgramThatHadNotBegunBeginsOnceWithTheNextServer() throws Exception {
    String id;
    try (var endpoint = GlueEndpoint.start(folder, 0, new ShellProgram())) {
      var glue = GlueClient.of(endpoint.uri());
      glue.createJob("etl", "");
      id = glue.startRun("etl", script("echo once >> " + folder + "/runs.log"));
      glue.await("etl", id, "SUCCEEDED");
    }
    // As a kill between the record of the start and the start itself leaves it.
    var record = folder.resolve("runs").resolve(id).resolve("run.json");
    Files.writeString(
        record,
        Files.readString(record)
            .replace("\"SUCCEEDED\"", "\"STARTING\"")
            .replaceFirst("\"completedOn\"[^,]*,", ""));
    try (Stream<Path> files = Files.list(launch(id))) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }

    try (var endpoint = GlueEndpoint.start(folder, 0, new ShellProgram())) {
      GlueClient.of(endpoint.uri()).await("etl", id, "SUCCEEDED");
    }

    assertThat(Files.readAllLines(folder.resolve("runs.log"))).hasSize(2);
    assertThat(launch(id).resolveSibling("launch-2").resolve("exit")).exists();
    assertThat(launch(id).resolve("started")).isDirectory();
  }

  @Test
  void aProgramLeftByAServerKilledWhileItClosedIsEndedBeforeAnotherBegins() throws Exception {
    var server = startServer();
    var uri = URI.create(server.inputReader().readLine());
    var glue = GlueClient.of(uri);
    glue.createJob("etl", "");
    var old = folder.resolve("old");
    var id =
        glue.startRun(
            "etl",
            script(
                "if test -e OLD; then kill -0 $(cat OLD) && exit 9; exit 0; fi; echo $$ > OLD; sleep 600"
                    .replace("OLD", old.toString())));
    glue.await("etl", id, "RUNNING");
    JobRunsTest.awaitFile(old);
    server.destroyForcibly().waitFor();
    var record = folder.resolve("runs").resolve(id).resolve("run.json");
    Files.writeString(record, Files.readString(record).replace("\"NONE\"", "\"SERVER_ENDED\""));

    try (var endpoint = GlueEndpoint.start(folder, 0, new ShellProgram())) {
      GlueClient.of(endpoint.uri()).await("etl", id, "SUCCEEDED");
    }

    assertThat(launch(id).resolveSibling("launch-2").resolve("exit")).exists();
  }

  @Test
  void aProgramGetsNoneOfTheServersSecrets() throws Exception {
    var seen = folder.resolve("environment");
    try (var endpoint = GlueEndpoint.start(folder, 0, new ShellProgram())) {
      var glue = GlueClient.of(endpoint.uri());
      glue.createJob("etl", "");
      glue.await("etl", glue.startRun("etl", script("env > " + seen)), "SUCCEEDED");
    }

    assertThat(Files.readAllLines(seen))
        .anyMatch(line -> line.startsWith("PATH="))
        .anyMatch(line -> line.startsWith("RUN=jr_"))
        .allMatch(
            line ->
                line.matches(
                    "(?i:(PATH|HOME|USER|LOGNAME|SHELL|TZ|LANG|LANGUAGE|LC_[A-Z]+|TMPDIR|JAVA_HOME"
                        + "|LD_LIBRARY_PATH|SSL_CERT_FILE|SSL_CERT_DIR|[A-Z]+_PROXY|[A-Z]+_CONF_DIR"
                        + "|RUN|PWD|OLDPWD|SHLVL|_)=.*)"));
  }

  private Path launch(String id) {
    return folder.resolve("runs").resolve(id).resolve("launch-1");
  }

  private static String until(Path file, String then) {
    return script("while ! test -e " + file + "; do sleep 0.05; done; " + then);
  }

  private static void killTree(long pid) {
    var shell = ProcessHandle.of(pid).orElseThrow();
    shell.descendants().forEach(ProcessHandle::destroyForcibly);
    shell.destroyForcibly();
    JobRunsTest.awaitGone(pid);
  }

  private Process startServer() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Server.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// The process that is killed.
  static final class Server {
    private Server() {}

    public static void main(String[] arguments) throws InterruptedException {
      var endpoint = GlueEndpoint.start(Path.of(arguments[0]), 0, new ShellProgram());
      System.out.println(endpoint.uri());
      Thread.currentThread().join();
    }
  }
}
