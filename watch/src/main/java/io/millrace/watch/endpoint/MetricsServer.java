package io.millrace.watch.endpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.watch.alarm.Alarms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `GET /metrics` in Prometheus's text format, `GET /alarms` as JSON, `GET /health`, at
/// `http://127.0.0.1:port`. Thread-safe.
public final class MetricsServer implements AutoCloseable {
  /// Prometheus: "Exposition formats".
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService workers;

  private MetricsServer(HttpServer server, ExecutorService workers) {
    this.server = server;
    this.workers = workers;
  }

  /// @param port 0 for any free one
  /// @param trouble why the process is of no use any more, or null; asked at `/health`
  /// @throws UncheckedIOException when the port is taken
  public static MetricsServer start(
      int port,
      PrometheusMeterRegistry registry,
      Alarms alarms,
      Supplier<@Nullable String> trouble) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
      ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
      server.setExecutor(workers);
      server.createContext(
          "/metrics", only("/metrics", PROMETHEUS_TEXT, () -> new Page(200, registry.scrape())));
      server.createContext(
          "/alarms", only("/alarms", "application/json", () -> new Page(200, json(alarms))));
      server.createContext(
          "/health",
          only(
              "/health",
              "text/plain; charset=utf-8",
              () -> {
                String reason = trouble.get();
                return reason == null ? new Page(200, "OK\n") : new Page(503, reason + "\n");
              }));
      server.createContext(
          "/",
          exchange ->
              send(exchange, "text/plain", new Page(404, "See /metrics, /alarms and /health.\n")));
      server.start();
      return new MetricsServer(server, workers);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The metrics cannot be served on port " + port + " of 127.0.0.1: " + e.getMessage(), e);
    }
  }

  private record Page(int status, String text) {}

  private static HttpHandler only(String path, String type, Supplier<Page> page) {
    return exchange -> {
      if (!exchange.getRequestURI().getPath().equals(path)) {
        send(exchange, "text/plain", new Page(404, "See " + path + ".\n"));
      } else if (!exchange.getRequestMethod().equals("GET")) {
        send(exchange, "text/plain", new Page(405, "Only GET.\n"));
      } else {
        send(exchange, type, page.get());
      }
    };
  }

  private static void send(HttpExchange exchange, String type, Page page) throws IOException {
    try (exchange) {
      byte[] body = page.text().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", type);
      exchange.sendResponseHeaders(page.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String json(Alarms alarms) {
    ArrayNode list = MAPPER.createArrayNode();
    for (Alarms.Status one : alarms.statuses()) {
      list.addObject()
          .put("alarmName", one.alarm().name())
          .put("alarmDescription", one.alarm().description())
          .put("stateValue", one.state().name())
          .put("stateReason", one.reason())
          .put("stateUpdatedTimestamp", one.since().toString());
    }
    return list.toPrettyString() + "\n";
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
