package io.millrace.api;

import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerResponse;
import io.millrace.api.operation.Operations;
import io.millrace.api.protocol.AwsJsonHandler;
import io.millrace.runtime.activity.Activities;
import io.millrace.runtime.execution.Executions;
import io.millrace.runtime.machine.StateMachines;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/// Serves the Step Functions API on loopback until closed; each request runs on a virtual thread.
///
/// `POST /` is the API. `GET /health` answers 200 as long as the server carries out requests, 503
/// with the reason once it never will again.
public final class ApiServer implements AutoCloseable {
  /// How long [#close()] waits for requests that are being answered.
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final Pattern LOCAL =
      Pattern.compile("(127\\.0\\.0\\.1|\\[::1]|([a-z0-9._-]+\\.)?localhost)(:\\d{1,5})?");

  private final WebServer server;

  private ApiServer(WebServer server) {
    this.server = server;
  }

  /// Starts serving.
  ///
  /// @throws UncheckedIOException with a [BindException] when the port is taken
  public static ApiServer start(
      ApiConfig config, Executions executions, StateMachines machines, Activities activities) {
    var api =
        new AwsJsonHandler(
            Operations.byTarget(executions, machines, activities), config.requestBytesMax());
    WebServer server =
        WebServer.builder()
            .address(InetAddress.getLoopbackAddress())
            .port(config.port())
            .maxPayloadSize(config.requestBytesMax())
            .shutdownGracePeriod(GRACE)
            .shutdownHook(false)
            // Answers are written whole; waiting to fill packets would only delay them.
            .connectionOptions(options -> options.tcpNoDelay(true))
            .routing(
                routing ->
                    routing
                        .addFilter(ApiServer::refuseOtherHosts)
                        .post("/", api)
                        .get("/health", (_, response) -> health(executions, response)))
            .build();
    server.start();
    if (!server.isRunning()) {
      // Helidon logs why it cannot listen and returns as if it could.
      throw new UncheckedIOException(
          new BindException("127.0.0.1:" + config.port() + " cannot be listened on"));
    }
    return new ApiServer(server);
  }

  /// A web page can give a name of its own the address 127.0.0.1 (DNS rebinding) and then read what
  /// is answered here. Such requests carry that name in Host. Names under localhost are never asked
  /// of a name server (RFC 6761, section 6.3).
  private static void refuseOtherHosts(
      FilterChain chain, RoutingRequest request, RoutingResponse response) {
    String host = request.authority();
    if (LOCAL.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
      chain.proceed();
    } else {
      response
          .status(Status.FORBIDDEN_403)
          .header(HeaderValues.CONTENT_TYPE_TEXT_PLAIN)
          .send("This server answers requests to 127.0.0.1, localhost and [::1] only.\n");
    }
  }

  private static void health(Executions executions, ServerResponse response) {
    String halted = executions.halted();
    response
        .status(halted == null ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503)
        .header(HeaderValues.CONTENT_TYPE_TEXT_PLAIN)
        .send((halted == null ? "ok" : halted) + "\n");
  }

  /// The port it listens on.
  public int port() {
    return server.port();
  }

  /// Stops taking requests, lets those being answered finish, and returns.
  @Override
  public void close() {
    server.stop();
  }
}
