package io.millrace.triggers.pipe.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.triggers.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// EventBridge Pipes' API (REST and JSON) at `http://127.0.0.1:port`: CreatePipe, DescribePipe,
/// ListPipes, UpdatePipe, StartPipe, StopPipe, DeletePipe. Any signature is accepted, as only this
/// machine can reach it; but none is not.
public final class PipesApi implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PipesApi.class);
  private static final String ROOT = "/v1/pipes";
  private static final int REQUEST_BYTES_MAX = 1 << 20;
  private static final Pattern LOCAL =
      Pattern.compile("(127\\.0\\.0\\.1|\\[::1]|([a-z0-9._-]+\\.)?localhost)(:\\d{1,5})?");
  private static final int PAGE_MAX = 100;

  private final Pipes pipes;
  private final HttpServer server;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  private PipesApi(Pipes pipes, HttpServer server) {
    this.pipes = pipes;
    this.server = server;
  }

  /// @param port 0 for any free one
  /// @throws IOException when the port is taken
  public static PipesApi start(int port, Pipes pipes) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
    PipesApi api = new PipesApi(pipes, server);
    server.setExecutor(api.workers);
    server.createContext("/", api::serve);
    server.start();
    return api;
  }

  /// What to set as `AWS_ENDPOINT_URL_PIPES`.
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      int status = 200;
      ObjectNode answer;
      try {
        answer = answer(exchange);
      } catch (PipesException e) {
        status = e.status();
        exchange.getResponseHeaders().set("x-amzn-ErrorType", e.code());
        answer = Json.MAPPER.createObjectNode().put("message", e.getMessage());
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("a request about pipes met a defect");
        status = 500;
        exchange.getResponseHeaders().set("x-amzn-ErrorType", "InternalException");
        answer = Json.MAPPER.createObjectNode().put("message", "The server has a defect: " + e);
      }
      byte[] body = Json.write(answer).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /// A web page can send plain requests to this machine, and even read the answers once it has
  /// given a name of its own the address 127.0.0.1 (DNS rebinding). It cannot send an Authorization
  /// header unasked, and such names stand in Host.
  private static void requireOwn(Headers headers) {
    String host = headers.getFirst("Host");
    if (host != null && !LOCAL.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
      throw PipesException.denied(
          "This endpoint answers requests to 127.0.0.1, localhost and [::1] only.");
    }
    String authorization = headers.getFirst("Authorization");
    if (authorization == null || !authorization.startsWith("AWS4-HMAC-SHA256")) {
      throw PipesException.denied("Sign the request by AWS Signature Version 4, with any key.");
    }
  }

  private ObjectNode answer(HttpExchange exchange) throws IOException {
    requireOwn(exchange.getRequestHeaders());
    String path = exchange.getRequestURI().getRawPath();
    if (!path.equals(ROOT) && !path.startsWith(ROOT + "/")) throw unknown(exchange);
    List<String> rest = List.of(path.substring(ROOT.length()).split("/", -1));
    String method = exchange.getRequestMethod();
    if (rest.size() == 1 && method.equals("GET")) return list(query(exchange));
    if (rest.size() < 2) throw unknown(exchange);
    String name = URLDecoder.decode(rest.get(1), StandardCharsets.UTF_8);
    String action = method + (rest.size() == 3 ? " " + rest.get(2) : "");
    return switch (action) {
      case "POST" -> brief(pipes.create(name, body(exchange)), "CREATING");
      case "GET" -> whole(pipes.describe(name));
      case "PUT" -> brief(pipes.update(name, body(exchange)), "UPDATING");
      case "DELETE" -> brief(pipes.delete(name), "DELETING");
      case "POST start" -> brief(pipes.start(name), "STARTING");
      case "POST stop" -> brief(pipes.stop(name), "STOPPING");
      default -> throw unknown(exchange);
    };
  }

  private ObjectNode list(Map<String, String> query) {
    ObjectNode answer = Json.MAPPER.createObjectNode();
    ArrayNode list = answer.putArray("Pipes");
    String after = query.getOrDefault("NextToken", "");
    int limit = limit(query.getOrDefault("Limit", "100"));
    for (PipeRecord pipe : pipes.list()) {
      if (pipe.name().compareTo(after) <= 0 || !isWanted(pipe, query)) continue;
      if (list.size() == limit) {
        answer.put("NextToken", list.get(limit - 1).get("Name").asText());
        break;
      }
      ObjectNode one = brief(pipe, pipes.currentState(pipe.name()));
      one.put("Source", pipe.document().path("Source").asText());
      one.put("Target", pipe.document().path("Target").asText());
      list.add(one);
    }
    return answer;
  }

  private boolean isWanted(PipeRecord pipe, Map<String, String> query) {
    return pipe.name().startsWith(query.getOrDefault("NamePrefix", ""))
        && pipe.document()
            .path("Source")
            .asText()
            .startsWith(query.getOrDefault("SourcePrefix", ""))
        && pipe.document()
            .path("Target")
            .asText()
            .startsWith(query.getOrDefault("TargetPrefix", ""))
        && state(pipe).equals(query.getOrDefault("DesiredState", state(pipe)))
        && query
            .getOrDefault("CurrentState", pipes.currentState(pipe.name()))
            .equals(pipes.currentState(pipe.name()));
  }

  private static int limit(String text) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= PAGE_MAX) return limit;
    } catch (NumberFormatException _) {
      // Refused below.
    }
    throw PipesException.invalid("Limit is '" + text + "'; it has to be 1 to " + PAGE_MAX);
  }

  private static String state(PipeRecord pipe) {
    return pipe.isToRun() ? "RUNNING" : "STOPPED";
  }

  private static ObjectNode brief(PipeRecord pipe, String currentState) {
    ObjectNode answer = Json.MAPPER.createObjectNode();
    answer.put("Arn", pipe.arn());
    answer.put("Name", pipe.name());
    answer.put("DesiredState", state(pipe));
    answer.put("CurrentState", currentState);
    answer.put("CreationTime", pipe.createdMillis() / 1_000.0);
    answer.put("LastModifiedTime", pipe.modifiedMillis() / 1_000.0);
    return answer;
  }

  private ObjectNode whole(PipeRecord pipe) {
    ObjectNode answer = brief(pipe, pipes.currentState(pipe.name()));
    for (String field :
        List.of(
            "Description",
            "Source",
            "SourceParameters",
            "Target",
            "TargetParameters",
            "RoleArn",
            "Tags")) {
      JsonNode value = pipe.document().get(field);
      if (value != null) answer.set(field, value);
    }
    return answer;
  }

  private static ObjectNode body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(REQUEST_BYTES_MAX + 1);
    if (bytes.length > REQUEST_BYTES_MAX) throw PipesException.invalid("The request is too large.");
    JsonNode body = Json.parse(new String(bytes, StandardCharsets.UTF_8));
    if (body instanceof ObjectNode object) return object;
    throw PipesException.invalid("The request is no JSON object.");
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new HashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    if (raw == null) return query;
    for (String pair : raw.split("&")) {
      int at = pair.indexOf('=');
      if (at > 0) {
        query.put(
            pair.substring(0, at),
            URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  private static PipesException unknown(HttpExchange exchange) {
    return PipesException.invalid(
        "There is no operation at "
            + exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI().getRawPath()
            + "; pipes are at "
            + ROOT
            + "/NAME");
  }
}
