package io.millrace.cli.stages.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// `mill server --stages` in a Java process of its own, which can be killed and started again at
/// the same ports. Used by one thread at a time, except for [#terminate].
final class ServerProcess implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofMinutes(2);

  /// Ports that one server takes, from the API's on.
  private static final int PORTS = 7;

  private static final int FIRST_PORT_TRIED = 18_100;
  private static final int LAST_PORT_TRIED = 32_000;

  private final List<String> options;
  private final Path log;
  private final int port;
  private final List<String> notice = new CopyOnWriteArrayList<>();
  private volatile @Nullable Process process;

  /// @param port of the API, 0 to look for free ones
  /// @param log where standard output and error of all its lives go
  ServerProcess(int port, Path log, List<String> options) {
    this.port = port == 0 ? freePorts() : port;
    this.log = log;
    this.options = List.copyOf(options);
  }

  int port() {
    return port;
  }

  /// Where its services are; the order of the ports is that of `mill server --stages`.
  Map<String, URI> endpoints() {
    return Map.of(
        "sfn", uri(0), "s3", uri(1), "sqs", uri(2), "sns", uri(3), "glue", uri(4), "pipes", uri(5));
  }

  private URI uri(int number) {
    return URI.create("http://127.0.0.1:" + (port + number));
  }

  /// Starts it and waits until it serves.
  ///
  /// @throws IOException when it does not, saying where its log is
  void start() throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djdk.httpclient.allowRestrictedHeaders=host",
            "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.millrace.cli.Mill"));
    command.addAll(List.of("server", "--port", Integer.toString(port)));
    command.addAll(options);
    var started =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    process = started;
    var ready = new CompletableFuture<Boolean>();
    Thread.ofVirtual().name("server-output").start(() -> readOutput(started, ready));
    if (!awaited(ready)) {
      throw new IOException(
          "The server did not start. Its log is " + log + "; the last line: " + lastLine());
    }
  }

  private static boolean awaited(CompletableFuture<Boolean> ready) throws InterruptedException {
    try {
      return ready.get(START_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException _) {
      return false;
    }
  }

  private void readOutput(Process started, CompletableFuture<Boolean> ready) {
    try (var lines = started.inputReader()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        notice.add(line);
        if (line.startsWith("mill server is ready")) {
          notice.clear();
          ready.complete(true);
        }
      }
    } catch (IOException _) {
      // Killed in the middle of a line.
    } finally {
      ready.complete(false);
    }
  }

  /// SIGKILL: no shutdown hook runs, no buffer is flushed.
  void kill() throws InterruptedException {
    var running = process;
    if (running != null) {
      running.destroyForcibly();
      running.waitFor();
    }
  }

  /// What it has told whoever wants to look at it.
  List<String> notice() {
    return List.copyOf(notice);
  }

  long pid() {
    var running = process;
    return running == null ? 0 : running.pid();
  }

  boolean isAlive() {
    var running = process;
    return running != null && running.isAlive();
  }

  /// SIGTERM. By its handle, which leaves the pipes open for what it still says.
  void terminate() {
    var running = process;
    if (running != null) {
      running.toHandle().destroy();
    }
  }

  /// Ends it in good order.
  @Override
  public void close() {
    terminate();
    var running = process;
    try {
      if (running != null && !running.waitFor(START_MAX.toSeconds(), TimeUnit.SECONDS)) {
        running.destroyForcibly();
      }
    } catch (InterruptedException _) {
      running.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private String lastLine() {
    try {
      var lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      return lines.isEmpty() ? "(none)" : lines.getLast();
    } catch (IOException e) {
      return e.toString();
    }
  }

  /// The first of so many neighbours that are all free now.
  private static int freePorts() {
    for (var first = FIRST_PORT_TRIED; first < LAST_PORT_TRIED; first += 10) {
      if (areFree(first)) {
        return first;
      }
    }
    throw new UncheckedIOException(
        new IOException(
            "No %d free ports in a row on 127.0.0.1; name the first with --port."
                .formatted(PORTS)));
  }

  private static boolean areFree(int first) {
    for (var port = first; port < first + PORTS; port++) {
      try (var socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      } catch (IOException _) {
        return false;
      }
    }
    return true;
  }
}
