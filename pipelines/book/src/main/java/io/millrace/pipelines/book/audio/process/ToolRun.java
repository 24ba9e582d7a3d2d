package io.millrace.pipelines.book.audio.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// One run of a [ToolCommand]. The pipes are pumped on threads of their own because a read from a
/// pipe cannot be interrupted: the calling thread only waits, and when interrupted kills the
/// program, which ends the pumps. Platform threads, because a virtual thread that waits for a pipe
/// has the scheduler put another carrier in its place, at every few kilobytes of sound.
final class ToolRun {

  /// Enough for every message seen; a program that complains for ever must not fill the memory.
  private static final int STDERR_TAIL = 4096;

  private final ToolCommand command;

  ToolRun(ToolCommand command) {
    this.command = command;
  }

  String run(ToolCommand.Feed feed, ToolCommand.Drain drain) {
    Process process = start();
    var errors = pump("stderr", () -> tail(process.getErrorStream()));
    var output = pump("stdout", () -> drained(process, drain));
    var input = pump("stdin", () -> fed(process, feed));
    try {
      Throwable drainFailure = failureOf(output);
      if (drainFailure != null) {
        process.destroyForcibly(); // nobody reads it any more; it would wait for ever
      }
      int exit = process.waitFor();
      Throwable feedFailure = failureOf(input);
      String said = errors.get();
      check(exit, said, drainFailure, feedFailure);
      return said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolInterruptedException(
          command.name() + " was stopped because the work was cancelled.", e);
    } catch (ExecutionException e) {
      throw new ToolFailedException(
          "Reading the messages of " + command.name() + " failed: " + e.getCause(), e.getCause());
    } finally {
      process.destroyForcibly();
      awaitEnd(errors, output, input); // the caller deletes the files they work on
    }
  }

  private static @Nullable Void drained(Process process, ToolCommand.Drain drain)
      throws IOException {
    try (var stdout = process.getInputStream()) {
      drain.readFrom(stdout);
    }
    return null;
  }

  private static @Nullable Void fed(Process process, ToolCommand.Feed feed) throws IOException {
    try (var stdin = process.getOutputStream()) {
      feed.writeTo(stdin);
    }
    return null;
  }

  private static void awaitEnd(FutureTask<?>... pumps) {
    boolean interrupted = false;
    for (int i = 0; i < pumps.length; ) {
      try {
        failureOf(pumps[i]);
        i++;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Process start() {
    var builder = new ProcessBuilder();
    builder.command().add(command.executable().toString());
    builder.command().addAll(command.arguments());
    builder.environment().putAll(command.environment());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new ToolMissingException(
          command.name()
              + " could not be started as '"
              + command.executable()
              + "': "
              + e.getMessage()
              + ". "
              + command.install(),
          e);
    }
  }

  private <T extends @Nullable Object> FutureTask<T> pump(String pipe, Callable<T> work) {
    var task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().name(command.name() + "-" + pipe).start(task);
    return task;
  }

  private static @Nullable Throwable failureOf(FutureTask<?> pump) throws InterruptedException {
    try {
      pump.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  /// The program's own words come first: a broken pipe only says that it has gone.
  private void check(
      int exit, String said, @Nullable Throwable drainFailure, @Nullable Throwable feedFailure) {
    Throwable pipeFailure = drainFailure != null ? drainFailure : feedFailure;
    if (saysDiskFull(said) || (pipeFailure != null && saysDiskFull(pipeFailure.toString()))) {
      throw new DiskFullException(
          command.name()
              + " ran out of disk space. Make room in the folder for temporary files"
              + " (java.io.tmpdir) or in the output folder, then run again; finished chapters are"
              + " kept.",
          pipeFailure);
    }
    if (drainFailure != null) {
      throw new ToolFailedException(
          "Reading the sound from " + command.name() + " failed: " + drainFailure, drainFailure);
    }
    if (exit != 0) {
      throw new ToolFailedException(
          command.name() + " failed with exit code " + exit + ": " + lastWords(said), feedFailure);
    }
    if (feedFailure != null) {
      throw new ToolFailedException(
          command.name() + " did not take all of its input: " + feedFailure, feedFailure);
    }
  }

  static boolean saysDiskFull(String message) {
    var lower = message.toLowerCase(Locale.ROOT);
    return lower.contains("no space left on device") || lower.contains("disk quota exceeded");
  }

  private static String lastWords(String said) {
    return said.isBlank() ? "it gave no reason" : said.strip();
  }

  private static String tail(InputStream stream) throws IOException {
    var kept = new byte[STDERR_TAIL];
    long total = 0;
    try (stream) {
      var buffer = new byte[STDERR_TAIL];
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        for (int i = 0; i < n; i++) {
          kept[(int) (total++ % STDERR_TAIL)] = buffer[i];
        }
      }
    }
    int length = (int) Math.min(total, STDERR_TAIL);
    int start = total > STDERR_TAIL ? (int) (total % STDERR_TAIL) : 0;
    var ordered = new byte[length];
    for (int i = 0; i < length; i++) {
      ordered[i] = kept[(start + i) % STDERR_TAIL];
    }
    return new String(ordered, StandardCharsets.UTF_8);
  }
}
