package io.millrace.triggers.pipe;

import io.millrace.connectors.aws.AwsEndpoint;
import java.time.Duration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Clients as pipes want them, of real AWS or of anything that speaks its protocols.
public final class PipeClients {
  /// Longer than a long poll (20 s).
  private static final Duration QUEUE_ANSWER_MAX = Duration.ofSeconds(40);

  /// Longer than an Express execution (5 min).
  private static final Duration EXECUTION_ANSWER_MAX = Duration.ofSeconds(330);

  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  private PipeClients() {}

  /// @param connections at once; a pipe needs one more than its concurrency
  public static SqsClient sqs(AwsEndpoint endpoint, int connections) {
    var builder =
        SqsClient.builder()
            .region(Region.of(endpoint.region()))
            .credentialsProvider(endpoint.credentials())
            .httpClientBuilder(http(QUEUE_ANSWER_MAX, connections))
            .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()));
    if (endpoint.override() != null) builder.endpointOverride(endpoint.override());
    return builder.build();
  }

  /// @param connections at once; a pipe needs as many as its concurrency
  public static SfnClient stepFunctions(AwsEndpoint endpoint, int connections) {
    var builder =
        SfnClient.builder()
            .region(Region.of(endpoint.region()))
            .credentialsProvider(endpoint.credentials())
            .httpClientBuilder(http(EXECUTION_ANSWER_MAX, connections))
            .overrideConfiguration(
                c -> {
                  c.retryStrategy(AwsRetryStrategy.doNotRetry());
                  if (endpoint.override() != null) {
                    // StartSyncExecution goes to the host sync-…, which only AWS has.
                    c.putAdvancedOption(
                        SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true);
                  }
                });
    if (endpoint.override() != null) builder.endpointOverride(endpoint.override());
    return builder.build();
  }

  private static Apache5HttpClient.Builder http(Duration answerMax, int connections) {
    return Apache5HttpClient.builder()
        .maxConnections(connections)
        .connectionAcquisitionTimeout(answerMax)
        .connectionTimeout(CONNECT_MAX)
        .socketTimeout(answerMax)
        .tcpKeepAlive(true);
  }
}
