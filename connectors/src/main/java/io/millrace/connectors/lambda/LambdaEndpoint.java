package io.millrace.connectors.lambda;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;

/// Where Lambda is, and with which credentials it is called.
///
/// @param override null for AWS's own endpoint of the Region
public record LambdaEndpoint(String region, @Nullable URI override) {
  /// The endpoint that the environment names: `AWS_ENDPOINT_URL_LAMBDA`, else `AWS_ENDPOINT_URL`,
  /// else AWS (AWS SDKs reference guide, "Service-specific endpoints").
  ///
  /// @throws IllegalArgumentException when it is not a URI
  public static LambdaEndpoint fromEnvironment(String region, Map<String, String> environment) {
    String url = environment.get("AWS_ENDPOINT_URL_LAMBDA");
    if (url == null || url.isBlank()) {
      url = environment.get("AWS_ENDPOINT_URL");
    }
    return new LambdaEndpoint(region, url == null || url.isBlank() ? null : URI.create(url.trim()));
  }

  /// Credentials for calls to this endpoint. A stand-in on this machine needs none, so where none
  /// are configured it gets made-up ones; nothing else is ever called with those.
  public AwsCredentialsProvider credentials() {
    if (!isOnThisMachine()) {
      return DefaultCredentialsProvider.builder().build();
    }
    return AwsCredentialsProviderChain.of(
        SystemPropertyCredentialsProvider.create(),
        EnvironmentVariableCredentialsProvider.create(),
        ProfileCredentialsProvider.create(),
        StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
  }

  boolean isOnThisMachine() {
    if (override == null || override.getHost() == null) {
      return false;
    }
    try {
      return InetAddress.getByName(override.getHost()).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }
}
