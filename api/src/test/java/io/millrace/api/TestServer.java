package io.millrace.api;

import io.millrace.runtime.Arns;
import io.millrace.runtime.execution.Executions;
import io.millrace.runtime.machine.StateMachines;
import io.millrace.runtime.machine.VolatileStateMachineStore;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;

/// A server on a free port, with state machines kept in memory.
final class TestServer implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00.250Z");

  private final ApiServer server;

  private TestServer(ApiServer server) {
    this.server = server;
  }

  /// A server that has no executions: whoever asks for one finds it broken.
  static TestServer withoutExecutions() {
    Executions none =
        (Executions)
            Proxy.newProxyInstance(
                Executions.class.getClassLoader(),
                new Class<?>[] {Executions.class},
                (_, method, _) -> {
                  throw new IllegalStateException("no executions here: " + method.getName());
                });
    StateMachines machines =
        new StateMachines(
            new VolatileStateMachineStore(_ -> false), Arns.LOCAL, InstantSource.fixed(NOW));
    return new TestServer(ApiServer.start(new ApiConfig(0, 64 * 1024), none, machines));
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.port() + "/");
  }

  /// AWS's own client of it. It repeats nothing, so that every answer is seen.
  SfnClient client() {
    return SfnClient.builder()
        .endpointOverride(uri())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  @Override
  public void close() {
    server.close();
  }
}
