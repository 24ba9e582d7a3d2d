package io.millrace.local.loopback;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An HTTP/1.1 server at `http://127.0.0.1:port`, one virtual thread per request. Requests to other
/// names are refused with 403 ([HostRule]).
///
/// Thread-safe.
public final class LoopbackServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoopbackServer.class);

  /// How much of a body that is too large is read on, so that its sender sees the answer.
  private static final long DRAINED_BYTES_MAX = 64L << 20;

  static {
    // Read by the JDK's server once, when it is first used. Without the first, answers wait 40 ms
    // for the client's delayed acknowledgement; with the second, connections that SDKs keep for
    // their next request stay open.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.idleInterval", "300");
  }

  private final HttpServer server;
  private final ExecutorService workers;

  private LoopbackServer(HttpServer server, ExecutorService workers) {
    this.server = server;
    this.workers = workers;
  }

  /// Opens the port; requests wait until [#serve].
  ///
  /// @param port 0 for any free one
  /// @throws IOException when the port is taken
  public static LoopbackServer open(int port) throws IOException {
    var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    try {
      var server = HttpServer.create(address, 0);
      var workers = Executors.newVirtualThreadPerTaskExecutor();
      server.setExecutor(workers);
      return new LoopbackServer(server, workers);
    } catch (IOException e) {
      throw new IOException(
          "Port " + port + " of 127.0.0.1 cannot be opened: " + e + ". Choose another, or 0.", e);
    }
  }

  /// Begins to answer.
  ///
  /// @param bodyBytesMax larger bodies are refused
  public void serve(Service service, int bodyBytesMax) {
    server.createContext("/", exchange -> serve(service, bodyBytesMax, exchange));
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /// Stops at once; requests under way get no answer.
  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }

  private static void serve(Service service, int bodyBytesMax, HttpExchange exchange)
      throws IOException {
    try (exchange) {
      var response = answer(service, bodyBytesMax, exchange);
      response.headers().forEach(exchange.getResponseHeaders()::set);
      if (response.body().length == 0) {
        exchange.sendResponseHeaders(response.status(), -1);
        return;
      }
      exchange.sendResponseHeaders(response.status(), response.body().length);
      try (var out = exchange.getResponseBody()) {
        out.write(response.body());
      }
    }
  }

  private static Response answer(Service service, int bodyBytesMax, HttpExchange exchange)
      throws IOException {
    var host = exchange.getRequestHeaders().getFirst("Host");
    if (!HostRule.allows(host)) {
      var why = HostRule.refusal(host).getBytes(StandardCharsets.UTF_8);
      return new Response(403, Map.of("Content-Type", "text/plain; charset=UTF-8"), why);
    }
    var in = exchange.getRequestBody();
    var body = in.readNBytes(bodyBytesMax + 1);
    if (body.length > bodyBytesMax) {
      drain(in);
      return service.tooLarge(bodyBytesMax);
    }
    try {
      return service.answer(translate(exchange, body));
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("path", exchange.getRequestURI().getRawPath())
          .log("A request failed for a reason of the endpoint's own");
      return service.failure(e);
    }
  }

  private static void drain(InputStream in) throws IOException {
    var buffer = new byte[64 * 1024];
    long drained = 0;
    for (int read; drained < DRAINED_BYTES_MAX && (read = in.read(buffer)) >= 0; ) {
      drained += read;
    }
  }

  private static Request translate(HttpExchange exchange, byte[] body) {
    var headers = new TreeMap<String, String>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    var uri = exchange.getRequestURI();
    var query = uri.getRawQuery();
    return new Request(
        exchange.getRequestMethod(),
        uri.getRawPath() == null ? "/" : uri.getRawPath(),
        query == null ? "" : query,
        headers,
        body);
  }
}
