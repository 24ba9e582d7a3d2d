package io.millrace.local.glue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// A program in a process that outlives this one: whoever comes later finds it again, or how it
/// ended, by the files in its folder.
///
/// A shell runs it, in a session of its own so that Ctrl-C at the server's terminal does not reach
/// it. The shell leaves its process id in `pid`, then takes the folder with `mkdir started`, then
/// runs the program, and leaves its exit code in `exit`. As only one can make `started`, a server
/// that starts again knows which programs run or ran ([#find]), and keeps one that was just about
/// to start from doing so.
record Child(Path folder, ProcessHandle shell) {
  private static final Duration GRACE = Duration.ofSeconds(10);

  /// Clocks of process tables count in hundredths of a second from the machine's start.
  private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

  /// What a program inherits: where things are, and how to speak. Not this process's keys and
  /// passwords, which are no business of whoever may define a job.
  private static final Pattern INHERITED =
      Pattern.compile(
          "PATH|HOME|USER|LOGNAME|SHELL|TZ|LANG|LANGUAGE|LC_[A-Z]+|TMPDIR|JAVA_HOME|LD_LIBRARY_PATH"
              + "|(SPARK|HADOOP|YARN)_CONF_DIR|HADOOP_USER_NAME"
              + "|SSL_CERT_(FILE|DIR)|(?i:https?_proxy|no_proxy)");

  private static final String SCRIPT =
      """
      cd "$0" || exit 97
      echo $$ >pid.new && mv pid.new pid && mkdir started 2>/dev/null || exit 97
      "$@" >output.log 2>error.log </dev/null
      code=$?
      echo $code >exit.new && mv exit.new exit
      """;

  /// Starts a program.
  ///
  /// @param folder new and empty; the program's working folder
  static Child start(Path folder, JobProgram.Command command) throws IOException {
    var words = new ArrayList<String>();
    session().ifPresent(words::add);
    words.addAll(List.of("/bin/sh", "-c", SCRIPT, folder.toString()));
    words.addAll(command.words());
    var builder = new ProcessBuilder(words);
    builder.environment().keySet().removeIf(name -> !INHERITED.matcher(name).matches());
    builder.environment().putAll(command.environment());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("shell.log").toFile()));
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    return new Child(folder, builder.start().toHandle());
  }

  /// macOS has no `setsid`; there the program gets the terminal's Ctrl-C as well.
  private static Optional<String> session() {
    return List.of("/usr/bin/setsid", "/bin/setsid").stream()
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst();
  }

  /// Whether the folder's program has begun; if not, it never will.
  static boolean hasBegun(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
      Files.createDirectory(folder.resolve("started"));
      return false;
    } catch (FileAlreadyExistsException _) {
      return true;
    }
  }

  /// The folder's program if it is running.
  static Optional<Child> find(Path folder) throws IOException {
    var file = folder.resolve("pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var pid = Long.parseLong(Files.readString(file).strip());
    var written = Files.getLastModifiedTime(file).toInstant();
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> startedBefore(process, written.plus(CLOCK_SLACK)))
        .map(process -> new Child(folder, process));
  }

  /// Process ids are used again: a process that began after the id was written is another one.
  private static boolean startedBefore(ProcessHandle process, Instant moment) {
    return process.info().startInstant().map(started -> started.isBefore(moment)).orElse(true);
  }

  /// Waits for its end.
  void await() throws InterruptedException {
    try {
      shell.onExit().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A process cannot fail to end.", e);
    }
  }

  /// Its exit code; nothing when it was ended together with its shell.
  static OptionalInt exitCode(Path folder) throws IOException {
    var file = folder.resolve("exit");
    return Files.exists(file)
        ? OptionalInt.of(
            Integer.parseInt(Files.readString(file, StandardCharsets.US_ASCII).strip()))
        : OptionalInt.empty();
  }

  /// Ends the program and everything it started: asks, and after ten seconds insists.
  void end() throws InterruptedException {
    var all = shell.descendants().toList();
    if (all.isEmpty()) {
      shell.destroy(); // before the program began
    }
    all.forEach(ProcessHandle::destroy);
    var deadline = System.nanoTime() + GRACE.toNanos();
    for (var process : all) {
      awaitUntil(process, deadline);
    }
    awaitUntil(shell, deadline);
    shell.descendants().forEach(ProcessHandle::destroyForcibly);
    all.forEach(ProcessHandle::destroyForcibly);
    shell.onExit().completeOnTimeout(shell, 1, TimeUnit.SECONDS).join();
    shell.destroyForcibly();
  }

  private static void awaitUntil(ProcessHandle process, long deadline) throws InterruptedException {
    try {
      process.onExit().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      // It is ended by force next.
    } catch (ExecutionException e) {
      throw new IllegalStateException("A process cannot fail to end.", e);
    }
  }
}
