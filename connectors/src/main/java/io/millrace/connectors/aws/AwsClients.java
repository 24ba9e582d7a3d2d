package io.millrace.connectors.aws;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/// The clients of AWS services, each made when it is first needed and kept. Safe for concurrent
/// use.
public final class AwsClients implements AutoCloseable {
  /// The longest an answer may take: some actions run a model.
  private static final Duration ANSWER_MAX = Duration.ofMinutes(5);

  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final int CONNECTIONS_MAX = 1_000;

  private final String region;
  private final Map<String, String> environment;
  private final Map<String, Supplier<URI>> here;
  private final Map<String, AwsService> services = new HashMap<>();
  private final Map<String, AwsJsonService> withoutClient = new HashMap<>();
  private @Nullable SdkHttpClient http;

  /// @param environment says where services are ([AwsEndpoint#fromEnvironment])
  /// @param here services that this process offers itself: used unless the environment names
  ///   another place for that service alone
  public AwsClients(
      String region, Map<String, String> environment, Map<String, Supplier<URI>> here) {
    this.region = region;
    this.environment = Map.copyOf(environment);
    this.here = Map.copyOf(here);
  }

  /// The service of this name.
  ///
  /// @param name as in `aws-sdk:SERVICE`
  /// @throws UnknownActionException when there is no client for it
  public synchronized AwsService service(String name) throws UnknownActionException {
    AwsService known = services.get(name);
    if (known == null) {
      known =
          AwsService.load(name, endpoint(name), connections())
              .orElseThrow(
                  () ->
                      new UnknownActionException(
                          "This server has no client of the AWS service '"
                              + name
                              + "'. Check its spelling (as in the package names of the AWS SDK for"
                              + " Java, for example 'dynamodb' or 'secretsmanager'); docs/"
                              + "compatibility.md lists the services it has."));
      services.put(name, known);
    }
    return known;
  }

  /// A service for which there is no client: it is called without.
  ///
  /// @param targetPrefix of its actions in `X-Amz-Target`, for example `AWSGlue`
  public synchronized AwsJsonService json(String name, String targetPrefix) {
    return withoutClient.computeIfAbsent(
        name, _ -> new AwsJsonService(name, targetPrefix, endpoint(name), connections()));
  }

  /// CloudWatch Logs, or null when the environment names no endpoint for it (by
  /// `AWS_ENDPOINT_URL_CLOUDWATCH_LOGS` or `AWS_ENDPOINT_URL`): AWS's own is called only by tasks.
  public synchronized @Nullable AwsJsonService cloudWatchLogs() {
    AwsEndpoint endpoint = AwsEndpoint.fromEnvironment("cloudwatchlogs", region, environment);
    return endpoint.override() == null
        ? null
        : withoutClient.computeIfAbsent(
            "logs", name -> new AwsJsonService(name, "Logs_20140328", endpoint, connections()));
  }

  /// Where a service is called.
  public AwsEndpoint endpoint(String name) {
    Supplier<URI> ours = here.get(name);
    if (ours != null && AwsEndpoint.own(name, environment) == null) {
      return new AwsEndpoint(region, ours.get());
    }
    return AwsEndpoint.fromEnvironment(name, region, environment);
  }

  /// The action `SERVICE:ACTION`.
  ///
  /// @throws UnknownActionException when there is none
  public AwsAction action(String service, String action) throws UnknownActionException {
    return service(service).action(action);
  }

  private SdkHttpClient connections() {
    SdkHttpClient known = http;
    if (known == null) {
      known =
          Apache5HttpClient.builder()
              .maxConnections(CONNECTIONS_MAX)
              .connectionAcquisitionTimeout(ANSWER_MAX)
              .connectionTimeout(CONNECT_MAX)
              .socketTimeout(ANSWER_MAX)
              .tcpKeepAlive(true)
              .build();
      http = known;
    }
    return known;
  }

  @Override
  public synchronized void close() {
    services.values().forEach(AwsService::close);
    services.clear();
    if (http != null) {
      http.close();
    }
  }
}
