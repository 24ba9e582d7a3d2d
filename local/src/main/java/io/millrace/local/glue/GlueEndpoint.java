package io.millrace.local.glue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.local.loopback.HostRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// AWS Glue's jobs at `http://127.0.0.1:port`, over a folder (AWS JSON 1.1; what to set as
/// `AWS_ENDPOINT_URL_GLUE`).
///
/// It has CreateJob, GetJob, GetJobs, UpdateJob, DeleteJob, StartJobRun, GetJobRun, GetJobRuns and
/// BatchStopJobRun, and no crawlers, triggers, catalogues or workflows. Requests must be signed, by
/// any key. Runs are durable: after `kill -9` their programs run on and are found again, or how
/// they ended. [#close] ends the programs; their runs begin again with the next start.
///
/// Thread-safe. One process at a time serves a folder.
public final class GlueEndpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GlueEndpoint.class);
  private static final int REQUEST_BYTES_MAX = 1 << 20;

  static {
    // Without this, answers wait for the client's delayed acknowledgement, 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService workers;
  private final ScheduledExecutorService timer;
  private final JobRuns runs;
  private final GlueOperations operations;
  private final FileChannel lock;

  private GlueEndpoint(
      HttpServer server, JobRuns runs, GlueOperations operations, FileChannel lock) {
    this.server = server;
    this.runs = runs;
    this.operations = operations;
    this.lock = lock;
    this.workers = Executors.newVirtualThreadPerTaskExecutor();
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("glue-timeouts").factory());
  }

  /// Starts the endpoint and takes up the runs that an earlier one left.
  ///
  /// @param folder created when absent
  /// @param port 0 for any free one
  /// @param program what a run executes
  /// @throws UncheckedIOException when the folder or the port cannot be used
  /// @throws IllegalStateException when another process serves the folder
  public static GlueEndpoint start(Path folder, int port, JobProgram program) {
    return start(folder, port, program, InstantSource.system());
  }

  /// As above, by this clock: jobs time out by it.
  public static GlueEndpoint start(Path folder, int port, JobProgram program, InstantSource clock) {
    var files = new GlueFolder(folder.toAbsolutePath().normalize());
    files.create();
    try {
      var lock = lock(files.root());
      try {
        var runs = new JobRuns(files, program, clock);
        var server =
            HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
        var endpoint = new GlueEndpoint(server, runs, new GlueOperations(runs), lock);
        endpoint.open();
        return endpoint;
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The Glue endpoint cannot use the folder "
              + files.root()
              + " or port "
              + port
              + ": "
              + e
              + ".",
          e);
    }
  }

  private void open() {
    server.setExecutor(workers);
    server.createContext("/", this::serve);
    server.start();
    runs.resume();
    var _ = timer.scheduleAtFixedRate(this::endOverdue, 1, 1, TimeUnit.SECONDS);
    var _ = timer.scheduleAtFixedRate(this::forgetOld, 0, 1, TimeUnit.HOURS);
    LOG.atInfo()
        .addKeyValue("folder", runs.folder().root())
        .addKeyValue("port", port())
        .log("Glue endpoint is ready");
  }

  /// Ends the runs whose time is over; done every second without being asked.
  void endOverdue() {
    try {
      runs.endOverdue();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("Overdue job runs could not be ended");
    }
  }

  /// Forgets runs that ended long ago; done every hour without being asked.
  void forgetOld() {
    try {
      runs.forgetOld();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("Old job runs could not be deleted");
    }
  }

  /// Defines a job as CreateJob or, when there is one of this name, UpdateJob would.
  ///
  /// @param settings CreateJob's, without `Name`: at least `Role` and `Command`
  public void define(String name, ObjectNode settings) {
    operations.define(name, settings);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /// What to set as `AWS_ENDPOINT_URL_GLUE`.
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
    timer.shutdownNow();
    try {
      runs.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The lock of the Glue folder could not be given back.", e);
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    var channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException _) {
      // This process serves it already: the same answer as for another one.
    }
    channel.close();
    throw new IllegalStateException(
        "The Glue folder "
            + folder
            + " is in use by another Glue endpoint. Stop it, or choose another folder.");
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      int status = 200;
      ObjectNode answer;
      try {
        answer = answer(exchange);
      } catch (GlueError e) {
        status = e.status();
        answer = error(e);
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("A Glue request failed");
        var error = GlueError.internal("Internal failure: " + e);
        status = error.status();
        answer = error(error);
      }
      var bytes = GlueFolder.JSON.writeValueAsBytes(answer);
      exchange.getResponseHeaders().set("content-type", "application/x-amz-json-1.1");
      exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private ObjectNode answer(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    var host = headers.getFirst("Host");
    if (!HostRule.allows(host)) {
      throw GlueError.elsewhere(host);
    }
    // Whoever can call this can run programs here; a web page cannot sign, nor send this unasked.
    if (!String.valueOf(headers.getFirst("Authorization")).startsWith("AWS4-HMAC-SHA256")) {
      throw GlueError.unsigned();
    }
    var target = String.valueOf(headers.getFirst("X-Amz-Target"));
    if (!target.startsWith("AWSGlue.")) {
      throw GlueError.unknownOperation(target);
    }
    var body = exchange.getRequestBody().readNBytes(REQUEST_BYTES_MAX + 1);
    if (body.length > REQUEST_BYTES_MAX) {
      throw GlueError.invalid("The request is larger than " + REQUEST_BYTES_MAX + " bytes");
    }
    return operations.answer(
        target.substring("AWSGlue.".length()),
        parse(body),
        headers.getFirst("amz-sdk-invocation-id"));
  }

  private static ObjectNode parse(byte[] body) throws IOException {
    try {
      if (body.length == 0) {
        return JsonNodeFactory.instance.objectNode();
      }
      if (GlueFolder.JSON.readTree(body) instanceof ObjectNode request) {
        return request;
      }
    } catch (JsonProcessingException _) {
      // Refused below, as anything else that is not an object.
    }
    throw GlueError.invalid("The request is not a JSON object");
  }

  private static ObjectNode error(GlueError e) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("__type", e.code())
        .put("Message", String.valueOf(e.getMessage()));
  }
}
