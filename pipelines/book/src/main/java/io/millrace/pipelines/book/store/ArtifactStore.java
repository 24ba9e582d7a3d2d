package io.millrace.pipelines.book.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Objects in S3, or behind anything that speaks its protocol.
///
/// An object is visible whole or not at all. Failures are [StoreUnavailableException] (repeat),
/// [StoreRefusedException] and [ObjectMissingException] (do not). Safe for concurrent use.
public final class ArtifactStore implements AutoCloseable {
  private static final long SINGLE_PUT_BYTES = 256L << 20;

  private final S3Client s3;

  public ArtifactStore(S3Client s3) {
    this.s3 = s3;
  }

  /// The region, endpoint and credentials come from the SDK's usual chain (`AWS_REGION`,
  /// `AWS_ENDPOINT_URL_S3`, …).
  public static ArtifactStore fromEnvironment(boolean pathStyle) {
    return new ArtifactStore(
        S3Client.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .forcePathStyle(pathStyle)
            .build());
  }

  /// For reading what others keep in S3, in whatever region. Without credentials in the
  /// environment, what is public can still be read; without a region, the SDK finds the bucket's.
  public static ArtifactStore ofOthers(boolean pathStyle) {
    var builder =
        S3Client.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .crossRegionAccessEnabled(true)
            .forcePathStyle(pathStyle)
            .credentialsProvider(credentialsOrNone());
    try {
      return new ArtifactStore(
          builder.region(new DefaultAwsRegionProviderChain().getRegion()).build());
    } catch (SdkClientException e) {
      return new ArtifactStore(builder.region(Region.US_EAST_1).build());
    }
  }

  private static AwsCredentialsProvider credentialsOrNone() {
    var usual = DefaultCredentialsProvider.builder().build();
    try {
      usual.resolveCredentials();
      return usual;
    } catch (SdkClientException e) {
      usual.close();
      return AnonymousCredentialsProvider.create();
    }
  }

  /// What is stored there, or nothing.
  public Optional<StoredObject> head(ObjectLocation location) {
    return S3Failures.translated(
        location,
        () -> {
          try {
            var head = s3.headObject(get -> get.bucket(location.bucket()).key(location.key()));
            return Optional.of(
                new StoredObject(
                    location, head.contentLength(), head.contentType(), head.metadata()));
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          } catch (S3Exception e) {
            // HEAD has no body, so a missing key may come without its error code.
            if (e.statusCode() == 404) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /// Like [#head], for an object that must be there.
  public StoredObject require(ObjectLocation location) {
    return head(location).orElseThrow(() -> new ObjectMissingException(location));
  }

  /// The object's bytes; the caller closes the stream.
  public InputStream read(ObjectLocation location) {
    return S3Failures.translated(
        location,
        () -> {
          try {
            return s3.getObject(get -> get.bucket(location.bucket()).key(location.key()));
          } catch (NoSuchKeyException e) {
            throw new ObjectMissingException(location);
          }
        });
  }

  /// The object's bytes in memory; for objects of one chapter, not for books.
  public byte[] readBytes(ObjectLocation location) {
    return S3Failures.translated(
        location,
        () -> {
          try {
            return s3.getObjectAsBytes(get -> get.bucket(location.bucket()).key(location.key()))
                .asByteArray();
          } catch (NoSuchKeyException e) {
            throw new ObjectMissingException(location);
          }
        });
  }

  public String readText(ObjectLocation location) {
    return new String(readBytes(location), StandardCharsets.UTF_8);
  }

  /// Copies the object to a local file, replacing it.
  public void download(ObjectLocation location, Path file) throws IOException {
    try (var in = read(location);
        var out = Files.newOutputStream(file)) {
      in.transferTo(out);
    }
  }

  public void put(
      ObjectLocation location, byte[] bytes, String contentType, Map<String, String> metadata) {
    S3Failures.translated(
        location,
        () ->
            s3.putObject(
                put ->
                    put.bucket(location.bucket())
                        .key(location.key())
                        .contentType(contentType)
                        .metadata(metadata),
                RequestBody.fromBytes(bytes)));
  }

  /// Removes the object, if it is there.
  public void delete(ObjectLocation location) {
    S3Failures.translated(
        location,
        () -> s3.deleteObject(gone -> gone.bucket(location.bucket()).key(location.key())));
  }

  /// A stream to an object that appears when it is committed; see [ObjectUpload].
  public ObjectUpload upload(
      ObjectLocation location, String contentType, Map<String, String> metadata) {
    return new ObjectUpload(s3, location, contentType, metadata);
  }

  /// Copies a local file to the object: in one request up to 256 MiB, which spares the store
  /// putting parts together, else in parts, which a lost connection does not send back to the
  /// beginning.
  public void uploadFile(
      ObjectLocation location, Path file, String contentType, Map<String, String> metadata)
      throws IOException {
    if (Files.size(file) > SINGLE_PUT_BYTES) {
      try (var upload = upload(location, contentType, metadata)) {
        Files.copy(file, upload);
        upload.commit();
      }
      return;
    }
    S3Failures.translated(
        location,
        () ->
            s3.putObject(
                put ->
                    put.bucket(location.bucket())
                        .key(location.key())
                        .contentType(contentType)
                        .metadata(metadata),
                RequestBody.fromFile(file)));
  }

  @Override
  public void close() {
    s3.close();
  }
}
