package io.millrace.connectors.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/// A service whose client is on the class path, with its actions. Immutable, safe for concurrent
/// use.
public final class AwsService implements AutoCloseable {
  private static final String PACKAGE = "software.amazon.awssdk.services.";

  private final String name;
  private final String prefix;
  private final SdkAutoCloseable client;
  private final SortedMap<String, AwsAction> actions;

  private AwsService(
      String name, String prefix, SdkAutoCloseable client, SortedMap<String, AwsAction> actions) {
    this.name = name;
    this.prefix = prefix;
    this.client = client;
    this.actions = actions;
  }

  /// The service of this name, or empty when its client is not on the class path.
  ///
  /// @param name as in `aws-sdk:SERVICE`: the last part of the client's package
  static Optional<AwsService> load(String name, AwsEndpoint endpoint, SdkHttpClient http) {
    return clientPrefix(name).map(prefix -> load(name, prefix, endpoint, http));
  }

  private static AwsService load(
      String name, String prefix, AwsEndpoint endpoint, SdkHttpClient http) {
    try {
      Class<?> type = Class.forName(PACKAGE + name + "." + prefix + "Client");
      Object builder = type.getMethod("builder").invoke(null);
      configure((AwsClientBuilder<?, ?>) builder, endpoint);
      ((AwsSyncClientBuilder<?, ?>) builder).httpClient(http);
      SdkAutoCloseable client = (SdkAutoCloseable) ((AwsClientBuilder<?, ?>) builder).build();
      SortedMap<String, AwsAction> actions = new TreeMap<>();
      for (Method method : type.getMethods()) {
        AwsAction action = AwsAction.of(client, method, name);
        if (action != null) {
          actions.put(method.getName(), action);
        }
      }
      return new AwsService(name, prefix, client, actions);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the client of '" + name + "' is not as the others", e);
    }
  }

  private static void configure(AwsClientBuilder<?, ?> builder, AwsEndpoint endpoint) {
    builder.region(Region.of(endpoint.region()));
    builder.credentialsProvider(endpoint.credentials());
    builder.overrideConfiguration(
        c ->
            c.retryStrategy(StaleConnections.only())
                // A stand-in has no host sync-127.0.0.1 (startSyncExecution has such a prefix).
                .putAdvancedOption(
                    SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION,
                    endpoint.override() != null));
    if (endpoint.override() != null) {
      builder.endpointOverride(endpoint.override());
      if (builder instanceof S3BaseClientBuilder<?, ?> s3) {
        s3.forcePathStyle(true); // a stand-in has no name for each bucket
      }
    }
  }

  /// `DynamoDb` for `dynamodb`: what the names of its client and its exceptions begin with.
  private static Optional<String> clientPrefix(String name) {
    if (!name.matches("[a-z0-9]+")) {
      return Optional.empty();
    }
    String folder = (PACKAGE + name).replace('.', '/') + "/";
    URL place = AwsService.class.getClassLoader().getResource(folder);
    if (place == null) {
      return Optional.empty();
    }
    try {
      if (!(place.openConnection() instanceof JarURLConnection jar)) {
        return Optional.empty();
      }
      return jar.getJarFile().stream()
          .map(JarEntry::getName)
          .filter(entry -> entry.startsWith(folder) && entry.endsWith("Client.class"))
          .map(entry -> entry.substring(folder.length(), entry.length() - "Client.class".length()))
          .filter(entry -> !entry.contains("/") && !entry.endsWith("Async"))
          .filter(entry -> entry.equalsIgnoreCase(name))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What the names of its errors begin with, for example `DynamoDb`.
  public String prefix() {
    return prefix;
  }

  /// The action of this name, spelled in camelCase as in a task's resource.
  ///
  /// @throws UnknownActionException naming the nearest one
  public AwsAction action(String action) throws UnknownActionException {
    AwsAction found = actions.get(action);
    if (found == null) {
      throw new UnknownActionException(
          "The service '"
              + name
              + "' has no action '"
              + action
              + "'."
              + Similar.to(action, actions.keySet())
                  .map(similar -> " Did you mean '" + similar + "'?")
                  .orElse(""));
    }
    return found;
  }

  @Override
  public void close() {
    client.close();
  }
}
