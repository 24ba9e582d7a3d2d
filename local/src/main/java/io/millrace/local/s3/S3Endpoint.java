package io.millrace.local.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// S3 over a folder, at `http://127.0.0.1:port`, path style, requests signed by Signature Version
/// 4.
///
/// It does what pipelines need: buckets, put, get, ranges, head, copy, delete, both listings,
/// multipart uploads, user metadata, checksums, conditional reads and writes. It has no versions,
/// tags, access lists, encryption, lifecycle, presigned URLs or virtual hosts. Objects are plain
/// files (see [Layout]); every acknowledged write is flushed to the disk and appears all at once
/// (see [ObjectStore]).
///
/// Thread-safe. One process at a time serves a folder. Multipart uploads outlive it, as a client of
/// another process may go on with them; one to which nothing was added for a day is deleted at the
/// next start.
public final class S3Endpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(S3Endpoint.class);
  private static final Duration UPLOADS_KEPT = Duration.ofDays(1);

  static {
    // Read by the JDK's server once, when it is first used. Without the first, answers wait for the
    // client's delayed
    // acknowledgement, 40 ms; with the second it does not close the connections that SDKs keep for
    // their next request.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.idleInterval", "300");
  }

  private final HttpServer server;
  private final ExecutorService workers;
  private final FileChannel lock;
  private final AtomicReference<RequestListener> told;

  private S3Endpoint(
      HttpServer server,
      ExecutorService workers,
      FileChannel lock,
      AtomicReference<RequestListener> told) {
    this.server = server;
    this.workers = workers;
    this.lock = lock;
    this.told = told;
  }

  /// Starts the endpoint.
  ///
  /// @param folder created when absent
  /// @param port 0 for any free one
  /// @throws UncheckedIOException when the folder cannot be used
  /// @throws IllegalStateException when another process serves the folder
  public static S3Endpoint start(Path folder, int port, S3Credentials credentials) {
    return begin(folder, port, credentials);
  }

  /// Starts the endpoint for everybody on this machine: requests may be signed with any keys, as
  /// the Step Functions API here takes them.
  ///
  /// @param folder created when absent
  /// @param port 0 for any free one
  /// @throws UncheckedIOException when the folder cannot be used
  /// @throws IllegalStateException when another process serves the folder
  public static S3Endpoint start(Path folder, int port) {
    return begin(folder, port, null);
  }

  private static S3Endpoint begin(Path folder, int port, @Nullable S3Credentials credentials) {
    var layout = new Layout(folder.toAbsolutePath().normalize());
    try {
      Files.createDirectories(layout.own());
      var lock = lock(layout);
      try {
        clear(layout.staging());
        Durable.createFolders(layout.staging());
        Durable.createFolders(layout.uploads());
        UploadOperations.deleteAbandoned(layout, Instant.now().minus(UPLOADS_KEPT));
        var operations = new Operations(layout, credentials);
        var told = new AtomicReference<>(RequestListener.NONE);
        var server =
            HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
        var workers = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(workers);
        server.createContext("/", exchange -> serve(operations, exchange, told.get()));
        server.start();
        LOG.atInfo()
            .addKeyValue("folder", layout.root())
            .addKeyValue("port", server.getAddress().getPort())
            .log("S3 endpoint is ready");
        return new S3Endpoint(server, workers, lock, told);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The S3 endpoint cannot use the folder "
              + layout.root()
              + ": "
              + e
              + ". Check its owner and its disk.",
          e);
    }
  }

  /// Tells this one, and no other any more, of all requests from now on.
  public void tell(RequestListener listener) {
    told.set(listener);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /// What to set as `AWS_ENDPOINT_URL_S3`.
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The lock of the S3 folder could not be given back: " + e, e);
    }
  }

  private static FileChannel lock(Layout layout) throws IOException {
    var channel =
        FileChannel.open(
            layout.own().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException _) {
      // This process serves it already: the same answer as for another one.
    }
    channel.close();
    throw new IllegalStateException(
        "The S3 folder "
            + layout.root()
            + " is in use by another S3 endpoint. Stop it, or choose another folder.");
  }

  private static void clear(Path staging) throws IOException {
    if (Files.isDirectory(staging)) {
      try (var tree = Files.walk(staging)) {
        for (var path : (Iterable<Path>) tree.sorted(Comparator.reverseOrder())::iterator) {
          Files.delete(path);
        }
      }
    }
  }

  private static void serve(Operations operations, HttpExchange exchange, RequestListener told)
      throws IOException {
    try (exchange) {
      var request = translate(exchange);
      var answer = operations.answer(request);
      tell(told, request, answer);
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      try (InputStream body = answer.body()) {
        if (body == null && exchange.getRequestMethod().equals("HEAD")) {
          exchange.getResponseHeaders().set("content-length", Long.toString(answer.length()));
        }
        if (body == null || answer.length() == 0) {
          exchange.sendResponseHeaders(answer.status(), -1);
          return;
        }
        exchange.sendResponseHeaders(answer.status(), answer.length());
        send(body, answer.length(), exchange.getResponseBody());
      }
    }
  }

  private static void tell(RequestListener told, S3Request request, S3Response answer) {
    if (answer.status() / 100 != 2) {
      return;
    }
    try {
      told.answered(
          request.method(),
          request.bucket(),
          request.key(),
          request.bodyBytes(),
          answer.body() == null ? 0 : answer.length());
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("Somebody who listens to S3 requests failed");
    }
  }

  private static void send(InputStream body, long length, OutputStream out) throws IOException {
    var buffer = new byte[128 * 1024];
    for (var left = length; left > 0; ) {
      var read = body.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new EOFException("An object is shorter than its record says.");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
    out.close();
  }

  private static S3Request translate(HttpExchange exchange) {
    var headers = new TreeMap<String, String>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    var query = exchange.getRequestURI().getRawQuery();
    return new S3Request(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        S3Request.parameters(query == null ? "" : query),
        headers,
        exchange.getRequestBody());
  }
}
