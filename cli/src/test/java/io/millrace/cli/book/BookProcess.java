package io.millrace.cli.book;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `mill book` in a Java process of its own, on this test's class path.
final class BookProcess {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Process process;
  private final List<String> output = new ArrayList<>();
  private final CountDownLatch running = new CountDownLatch(1);
  private final Thread reader;

  private BookProcess(Process process) {
    this.process = process;
    this.reader = Thread.ofVirtual().start(this::read);
  }

  static BookProcess start(Path book, Path data, Path out, String... options) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.millrace.cli.Mill"));
    command.addAll(List.of("book", book.toString(), "--plain", "--parallel", "2"));
    command.addAll(List.of("--data", data.toString(), "--out", out.toString()));
    command.addAll(List.of(options));
    return new BookProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (output) {
          output.add(line);
        }
        if (line.startsWith("Making ") || line.startsWith("Going on ")) running.countDown();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      running.countDown();
    }
  }

  /// Waits until the book's execution has been started, or the process has ended.
  void awaitRunning() throws InterruptedException, TimeoutException {
    if (!running.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new TimeoutException("no execution after " + PATIENCE + ": " + output());
    }
  }

  /// Waits for the end, at most so long.
  ///
  /// @return whether it ended by itself
  boolean endsWithin(Duration atMost) throws InterruptedException {
    return process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  int exitCode() throws InterruptedException, TimeoutException {
    if (!endsWithin(PATIENCE)) {
      throw new TimeoutException("still running after " + PATIENCE + ": " + output());
    }
    reader.join();
    return process.exitValue();
  }

  /// SIGKILL: no shutdown hook runs, no buffer is flushed.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
    reader.join();
  }

  /// SIGTERM. By its handle, because `Process.destroy` also closes the pipes and would lose what
  /// the process still says.
  void terminate() {
    process.toHandle().destroy();
  }

  String output() {
    synchronized (output) {
      return String.join("\n", output);
    }
  }
}
