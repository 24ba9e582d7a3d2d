package io.millrace.connectors.map;

import io.millrace.connectors.aws.AwsEndpoint;
import io.millrace.runtime.map.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Objects in Amazon S3, or in anything that speaks it. Nothing is connected before the first use.
/// Safe for concurrent use.
public final class S3ObjectStore implements ObjectStore, AutoCloseable {
  /// Map Runs read and write for long, but few at a time.
  private static final int CONNECTIONS_MAX = 200;

  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration SILENCE_MAX = Duration.ofMinutes(2);

  private final AwsEndpoint endpoint;
  private @Nullable S3Client client;

  /// @param endpoint one that is not AWS's own is called with the bucket in the path, for it need
  ///   not have a name for each
  public S3ObjectStore(AwsEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public InputStream read(String bucket, String key, @Nullable String versionId)
      throws IOException {
    return new ObjectContent(
        called(s3 -> s3.getObject(get -> get.bucket(bucket).key(key).versionId(versionId))));
  }

  @Override
  public List<Entry> list(String bucket, String prefix, @Nullable String after) throws IOException {
    ListObjectsV2Request request =
        ListObjectsV2Request.builder().bucket(bucket).prefix(prefix).startAfter(after).build();
    return called(
        s3 -> s3.listObjectsV2(request).contents().stream().map(S3ObjectStore::entry).toList());
  }

  private static Entry entry(S3Object object) {
    return new Entry(
        object.key(),
        object.eTag(),
        object.lastModified().getEpochSecond(),
        object.size(),
        object.storageClassAsString());
  }

  @Override
  public void write(String bucket, String key, Path content) throws IOException {
    var _ =
        called(
            s3 -> s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromFile(content)));
  }

  private interface Call<T> {
    T on(S3Client s3);
  }

  private <T> T called(Call<T> call) throws IOException {
    try {
      return call.on(client());
    } catch (AwsServiceException e) {
      boolean isFinal = e.statusCode() / 100 == 4;
      throw isFinal
          ? new RefusedException(String.valueOf(e.getMessage()))
          : new IOException(e.getMessage(), e);
    } catch (SdkException e) {
      throw new IOException("Amazon S3 cannot be reached: " + e.getMessage(), e);
    }
  }

  private synchronized S3Client client() {
    S3Client known = client;
    if (known == null) {
      var builder =
          S3Client.builder()
              .region(Region.of(endpoint.region()))
              .credentialsProvider(endpoint.credentials())
              .forcePathStyle(endpoint.override() != null)
              .httpClientBuilder(
                  Apache5HttpClient.builder()
                      .maxConnections(CONNECTIONS_MAX)
                      .connectionTimeout(CONNECT_MAX)
                      .socketTimeout(SILENCE_MAX));
      if (endpoint.override() != null) {
        builder.endpointOverride(endpoint.override());
      }
      known = builder.build();
      client = known;
    }
    return known;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
  }
}
