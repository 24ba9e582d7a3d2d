package io.millrace.api;

import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.task.Connector;
import io.millrace.runtime.Millrace;
import io.millrace.runtime.RuntimeConfig;
import io.millrace.runtime.activity.VolatileActivityStore;
import io.millrace.runtime.machine.VolatileStateMachineStore;
import io.millrace.runtime.task.HmacTaskTokens;
import io.millrace.testkit.InMemoryJournal;
import io.millrace.testkit.SettableClock;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;

/// A whole server on a free port, over a journal in memory and a clock that a test moves.
final class TestServer implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00.250Z");

  private final InMemoryJournal journal = new InMemoryJournal();
  private final SettableClock clock = new SettableClock(NOW);
  private final Millrace millrace;
  private final ApiServer server;
  private final URI uri;

  TestServer(Connector... connectors) {
    this(new ApiConfig(0, 64 * 1024), connectors);
  }

  TestServer(ApiConfig config, Connector... connectors) {
    millrace =
        Millrace.start(
            RuntimeConfig.standard(),
            new Millrace.Parts(
                journal,
                journal,
                new VolatileStateMachineStore(
                    arn -> !journal.list(arn, ExecutionStatus.RUNNING, null, 1).isEmpty()),
                List.of(connectors),
                new HmacTaskTokens(new byte[32]),
                clock,
                _ -> {}));
    server =
        ApiServer.start(
            config,
            millrace.executions(),
            millrace.stateMachines(),
            millrace.activities(new VolatileActivityStore()));
    uri = URI.create("http://127.0.0.1:" + server.port() + "/");
  }

  URI uri() {
    return uri;
  }

  /// AWS's own client of it. It repeats nothing, so that every answer is seen.
  SfnClient client() {
    return SfnClient.builder()
        .endpointOverride(uri())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(
            c ->
                c.retryStrategy(AwsRetryStrategy.doNotRetry())
                    // There is no host named sync-127.0.0.1.
                    .putAdvancedOption(SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true))
        .build();
  }

  /// What happens to commits from now on.
  void disturb(InMemoryJournal.Disturber with) {
    journal.disturb(with);
  }

  /// Whether a client could connect now.
  boolean takesConnections() {
    try (Socket socket = new Socket(uri().getHost(), uri().getPort())) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  /// Another process takes over, and this one's heartbeat notices.
  void fence() {
    journal.takeOver();
    journal.noticeFence();
  }

  /// Closes the API, not yet what is behind it.
  void closeApi() {
    server.close();
  }

  /// Moves the clock and has the loops look at it.
  void advance(Duration by) {
    clock.advance(by);
    millrace.tick();
  }

  @Override
  public void close() {
    server.close();
    millrace.close();
  }
}
