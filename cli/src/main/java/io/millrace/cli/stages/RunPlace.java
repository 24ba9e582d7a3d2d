package io.millrace.cli.stages;

import io.millrace.connectors.aws.AwsEndpoint;
import io.millrace.local.s3.S3Endpoint;
import io.millrace.pipelines.stages.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// Where a person says that runs are: a bucket, behind an address, in a server's data folder or
/// where the usual settings of AWS lead.
public final class RunPlace {
  @Option(
      names = "--bucket",
      paramLabel = "NAME",
      description = "The chain's bucket (default: STAGES_BUCKET, else millrace-stages)")
  @Nullable String bucket;

  @Option(
      names = "--endpoint-url",
      paramLabel = "URL",
      description = {
        "Address of an S3 endpoint, as 'mill server --stages' prints it (default:",
        "AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, else Amazon S3)"
      })
  @Nullable URI endpoint;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder of a server that does not run: its objects are read from there")
  @Nullable Path data;

  /// An open store.
  ///
  /// @param here the endpoint of this process over a data folder, or null
  record Opened(ObjectStore store, @Nullable S3Endpoint here) implements AutoCloseable {
    @Override
    public void close() {
      store.close();
      if (here != null) {
        here.close();
      }
    }
  }

  String bucket(Map<String, String> environment) {
    return bucket != null ? bucket : environment.getOrDefault("STAGES_BUCKET", "millrace-stages");
  }

  /// Whether the objects are on Amazon S3.
  boolean isAws(Map<String, String> environment) {
    return data == null && at(environment).override() == null;
  }

  /// @throws IllegalArgumentException when the options contradict each other
  /// @throws UncheckedIOException when the folder is not there or in use
  Opened open(Map<String, String> environment) {
    if (data == null) {
      return new Opened(new ObjectStore(client(at(environment))), null);
    }
    if (endpoint != null) {
      throw new IllegalArgumentException("Give --data or --endpoint-url, not both.");
    }
    Path objects = data.resolve("objects");
    if (!Files.isDirectory(objects)) {
      throw new UncheckedIOException(
          new IOException("There are no objects in " + data + "; is it a server's data folder?"));
    }
    S3Endpoint here;
    try {
      here = S3Endpoint.start(objects, 0);
    } catch (IllegalStateException e) {
      throw new UncheckedIOException(
          new IOException(
              "A server uses "
                  + data
                  + "; give the address of its S3 endpoint, which it printed,"
                  + " with --endpoint-url instead.",
              e));
    }
    return new Opened(new ObjectStore(client(new AwsEndpoint("us-east-1", here.uri()))), here);
  }

  private AwsEndpoint at(Map<String, String> environment) {
    String region = environment.getOrDefault("AWS_REGION", "us-east-1");
    return endpoint == null
        ? AwsEndpoint.fromEnvironment("s3", region, environment)
        : new AwsEndpoint(region, endpoint);
  }

  private static S3Client client(AwsEndpoint at) {
    var builder =
        S3Client.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .region(Region.of(at.region()))
            .credentialsProvider(at.credentials());
    URI override = at.override();
    return (override == null ? builder : builder.endpointOverride(override).forcePathStyle(true))
        .build();
  }
}
