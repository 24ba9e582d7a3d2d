package io.millrace.connectors.http;

import io.millrace.asl.model.Resource;
import io.millrace.connectors.aws.ParametersException;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Tasks that call third parties' HTTPS APIs (developer guide, "Call HTTPS APIs in Step Functions
/// workflows"): one request, no redirects followed, no longer than 60 s in all; an answer other
/// than 2xx fails the task with `States.Http.StatusCode.NNN`.
public final class HttpConnector implements Connector, AutoCloseable {
  private static final Timeout TIME_MAX = Timeout.ofSeconds(60);
  private static final int CONNECTIONS_MAX = 1_000;
  private static final int CONNECTIONS_PER_HOST_MAX = 100;

  private final Map<String, String> environment;
  private final boolean privateAllowed;
  private final String region;
  private final Duration timeMax;
  private final ScheduledThreadPoolExecutor deadlines;
  private @Nullable CloseableHttpClient client;

  /// @param environment holds connections (`MILLRACE_CONNECTION_NAME`) and, for networks that trust
  ///   their definitions, `MILLRACE_HTTP_PRIVATE=allow`
  public HttpConnector(String region, Map<String, String> environment) {
    this(region, environment, TIME_MAX.toDuration());
  }

  /// @param timeMax from the request to the last byte of its answer
  HttpConnector(String region, Map<String, String> environment, Duration timeMax) {
    this.timeMax = timeMax;
    this.deadlines =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("millrace-http-deadlines").factory());
    deadlines.setRemoveOnCancelPolicy(true);
    this.environment = Map.copyOf(environment);
    this.privateAllowed = "allow".equals(environment.get("MILLRACE_HTTP_PRIVATE"));
    this.region = region;
  }

  @Override
  public boolean handles(Resource resource) {
    return resource instanceof Resource.ServiceIntegration integration
        && integration.service().equals("http")
        && integration.action().equals("invoke")
        && integration.pattern() == Resource.Pattern.REQUEST_RESPONSE;
  }

  @Override
  public TaskOutcome carryOut(TaskAttempt attempt) throws InterruptedException {
    try {
      HttpParameters parameters = HttpParameters.read(attempt.parameters().node(), privateAllowed);
      Connection connection = Connection.of(parameters.connectionArn(), environment);
      return call(parameters, connection);
    } catch (ParametersException | Connection.UnusableException e) {
      return new TaskOutcome.Failed("States.Runtime", e.getMessage());
    } catch (IOException e) {
      if (Thread.interrupted() || e.getClass() == InterruptedIOException.class) {
        throw new InterruptedException("while an HTTP API was called");
      }
      return new TaskOutcome.Failed("States.Http.Socket", e.getMessage());
    }
  }

  private TaskOutcome call(HttpParameters parameters, Connection connection) throws IOException {
    HttpUriRequestBase request =
        new HttpUriRequestBase(parameters.method(), uri(parameters, connection));
    request.setHeader("User-Agent", "Amazon|StepFunctions|HttpInvoke|" + region);
    request.setHeader("Range", "bytes=0-262144");
    if (parameters.body() != null) {
      ContentType type = ContentType.create(parameters.contentType(), StandardCharsets.UTF_8);
      request.setEntity(new StringEntity(parameters.body(), type));
      request.setHeader("Content-Type", parameters.contentType());
    }
    parameters.headers().forEach(request::setHeader);
    connection.headers().forEach(request::setHeader); // the connection's come before the task's
    return inTime(request);
  }

  /// The endpoint with its own query, the task's and the connection's, in this order.
  private static URI uri(HttpParameters parameters, Connection connection) {
    List<String> queries = new ArrayList<>();
    queries.add(Objects.requireNonNullElse(parameters.endpoint().getRawQuery(), ""));
    queries.add(parameters.query());
    connection
        .query()
        .forEach(
            (name, value) ->
                queries.add(
                    URLEncoder.encode(name, StandardCharsets.UTF_8)
                        + "="
                        + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    queries.removeIf(String::isEmpty);
    String plain = parameters.endpoint().toString().split("[?#]", 2)[0];
    return URI.create(queries.isEmpty() ? plain : plain + "?" + String.join("&", queries));
  }

  /// Timeouts of the client are of silence; this one is of the whole call.
  private TaskOutcome inTime(HttpUriRequestBase request) throws IOException {
    AtomicBoolean isLate = new AtomicBoolean();
    Future<?> deadline =
        deadlines.schedule(
            () -> {
              isLate.set(true);
              request.cancel();
            },
            timeMax.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      return send(request);
    } catch (IOException e) {
      if (isLate.get()) {
        // Developer guide, "Handling errors in Step Functions workflows", States.Http.Socket.
        throw new IOException("The HTTP API did not answer in " + timeMax.toSeconds() + " s.", e);
      }
      throw e;
    } finally {
      deadline.cancel(false);
    }
  }

  private TaskOutcome send(HttpUriRequestBase request) throws IOException {
    ClassicHttpResponse response;
    try {
      response = client().executeOpen(RoutingSupport.determineHost(request), request, null);
    } catch (HttpException e) {
      throw new IOException(e.getMessage(), e);
    }
    boolean isRead = false;
    try {
      TaskOutcome outcome = HttpAnswer.outcome(response);
      isRead =
          !(outcome instanceof TaskOutcome.Failed failed
              && HttpAnswer.TOO_LONG.equals(failed.error()));
      return outcome;
    } finally {
      if (!isRead) {
        request.cancel(); // closing reads the rest of a body, however long, unless it is cut off
      }
      close(response);
    }
  }

  private static void close(ClassicHttpResponse response) {
    try {
      response.close();
    } catch (IOException _) {
      // what was wanted of it is read
    }
  }

  private synchronized CloseableHttpClient client() {
    CloseableHttpClient known = client;
    if (known == null) {
      known =
          HttpClients.custom()
              .setConnectionManager(
                  PoolingHttpClientConnectionManagerBuilder.create()
                      .setDnsResolver(new AddressGuard(privateAllowed))
                      .setMaxConnTotal(CONNECTIONS_MAX)
                      .setMaxConnPerRoute(CONNECTIONS_PER_HOST_MAX)
                      .setDefaultConnectionConfig(
                          ConnectionConfig.custom()
                              .setConnectTimeout(TIME_MAX)
                              .setSocketTimeout(TIME_MAX)
                              .setValidateAfterInactivity(1, TimeUnit.SECONDS)
                              .build())
                      .build())
              .setDefaultRequestConfig(
                  RequestConfig.custom()
                      .setResponseTimeout(TIME_MAX)
                      .setConnectionRequestTimeout(TIME_MAX)
                      .build())
              .disableRedirectHandling()
              .disableAutomaticRetries()
              .disableCookieManagement()
              .disableAuthCaching()
              .build();
      client = known;
    }
    return known;
  }

  @Override
  public synchronized void close() {
    deadlines.shutdownNow();
    if (client != null) {
      try {
        client.close();
      } catch (IOException _) {
        // nothing is lost
      }
    }
  }
}
