package io.millrace.postgres.embedded;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Runs a short-lived program and keeps what it wrote.
final class Command {
  /// @param exitCode what the program ended with
  /// @param output standard output and standard error together
  record Result(int exitCode, String output) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  private Command() {}

  /// Waits for the program to end. Throws [IOException] when there is no such program.
  static Result run(List<String> command) throws IOException {
    var process = builder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Result(process.waitFor(), output);
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while " + command.getFirst() + " ran.");
    }
  }

  /// Whether the program exists and ended with 0.
  static boolean succeeds(List<String> command) {
    try {
      return run(command).succeeded();
    } catch (IOException _) {
      return false;
    }
  }

  /// A builder with an environment that no `PG…` variable or foreign locale of the caller leaks
  /// into.
  static ProcessBuilder builder(List<String> command) {
    var builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }
}
