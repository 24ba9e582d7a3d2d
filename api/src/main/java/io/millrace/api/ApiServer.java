package io.millrace.api;

import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
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

/// Serves the Step Functions API on loopback until closed; each request runs on a virtual thread.
///
/// `POST /` is the API. `GET /health` answers 200 as long as the server carries out requests, 503
/// with the reason once it never will again.
public final class ApiServer implements AutoCloseable {
  /// How long [#close()] waits for requests that are being answered.
  private static final Duration GRACE = Duration.ofSeconds(5);

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
