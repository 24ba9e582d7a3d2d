package io.millrace.cli.wiring;

import io.millrace.connectors.aws.AwsEndpoint;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The services around a chain, at a server of this machine or on AWS. Safe for concurrent use.
///
/// @param sfn for calls that are answered soon, and repeated when they are not
/// @param stepFunctions where `sfn` is, for whoever waits for executions
public record StageClients(
    SnsClient sns,
    SqsClient sqs,
    S3Client s3,
    SfnClient sfn,
    AwsEndpoint stepFunctions,
    SdkHttpClient http)
    implements AutoCloseable {
  private static final int CONNECTIONS = 64;

  /// @param here services of a server on this machine; the others are where the environment says
  /// @param environment as [AwsEndpoint#fromEnvironment] reads it
  public static StageClients of(Map<String, URI> here, Map<String, String> environment) {
    var http = Apache5HttpClient.builder().maxConnections(CONNECTIONS).build();
    var at = new Endpoints(here, environment, http);
    return new StageClients(
        at.client("sns", SnsClient.builder()),
        at.client("sqs", SqsClient.builder()),
        at.client("s3", S3Client.builder().forcePathStyle(at.isHere("s3"))),
        at.client("sfn", SfnClient.builder()),
        at.endpoint("sfn"),
        http);
  }

  private record Endpoints(
      Map<String, URI> here, Map<String, String> environment, SdkHttpClient http) {
    AwsEndpoint endpoint(String service) {
      var region = environment.getOrDefault("AWS_REGION", "us-east-1");
      URI ours = here.get(service);
      return ours != null
          ? new AwsEndpoint(region, ours)
          : AwsEndpoint.fromEnvironment(service, region, environment);
    }

    /// Whether it is a stand-in, which has no host of its own for each bucket.
    boolean isHere(String service) {
      return endpoint(service).override() != null;
    }

    <
            C,
            B extends
                AwsClientBuilder<B, C>
                    & software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder<B, C>>
        C client(String service, B builder) {
      var endpoint = endpoint(service);
      @Nullable URI override = endpoint.override();
      builder
          .region(Region.of(endpoint.region()))
          .credentialsProvider(endpoint.credentials())
          .httpClient(http);
      if (override != null) {
        // StartSyncExecution goes to the host sync-…, which only AWS has.
        builder.overrideConfiguration(
            all ->
                all.putAdvancedOption(SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true));
      }
      return override == null ? builder.build() : builder.endpointOverride(override).build();
    }
  }

  @Override
  public void close() {
    sns.close();
    sqs.close();
    s3.close();
    sfn.close();
    http.close();
  }
}
