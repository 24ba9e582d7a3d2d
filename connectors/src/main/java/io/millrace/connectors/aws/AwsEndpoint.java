package io.millrace.connectors.aws;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
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

/// Where a service is, and with which credentials it is called.
///
/// @param override null for AWS's own endpoint of the Region
public record AwsEndpoint(String region, @Nullable URI override) {
  private static final String ALL = "AWS_ENDPOINT_URL";

  /// The endpoint that the environment names: the service's own variable
  /// (`AWS_ENDPOINT_URL_LAMBDA`, `AWS_ENDPOINT_URL_SECRETS_MANAGER`), else `AWS_ENDPOINT_URL`, else
  /// AWS (AWS SDKs reference guide, "Service-specific endpoints").
  ///
  /// @param service as in `aws-sdk:SERVICE`, for example `secretsmanager`
  /// @throws IllegalArgumentException when it is not a URI
  public static AwsEndpoint fromEnvironment(
      String service, String region, Map<String, String> environment) {
    URI own = own(service, environment);
    return new AwsEndpoint(region, own == null ? uri(environment.get(ALL)) : own);
  }

  /// What the environment says of this service alone, or null.
  static @Nullable URI own(String service, Map<String, String> environment) {
    String wanted = service.toUpperCase(Locale.ROOT);
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String name = variable.getKey();
      if (name.startsWith(ALL + "_")
          && name.substring(ALL.length()).replace("_", "").equals(wanted)) {
        URI uri = uri(variable.getValue());
        if (uri != null) {
          return uri;
        }
      }
    }
    return null;
  }

  private static @Nullable URI uri(@Nullable String url) {
    return url == null || url.isBlank() ? null : URI.create(url.trim());
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
