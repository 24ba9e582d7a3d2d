package io.millrace.pipelines.stages.store;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// Objects in S3. An object is visible whole or not at all.
///
/// Failures are [StoreUnavailableException] (repeat) and [StoreRefusedException] (do not), and
/// where a method says so [ObjectMissingException] and [PreconditionFailedException]. Safe for
/// concurrent use.
public final class ObjectStore implements AutoCloseable {
  private final S3Client s3;
  private final int chunkBytes;

  public ObjectStore(S3Client s3) {
    this(s3, ObjectUpload.CHUNK_BYTES);
  }

  /// @param chunkBytes how much of an upload is collected before it is sent, at least 5 MiB (S3
  ///   user guide, "Amazon S3 multipart upload limits"); an upload holds two of these in memory
  public ObjectStore(S3Client s3, int chunkBytes) {
    if (chunkBytes < ObjectUpload.CHUNK_BYTES_MIN) {
      throw new IllegalArgumentException(
          "chunkBytes is %d; S3 wants at least %d."
              .formatted(chunkBytes, ObjectUpload.CHUNK_BYTES_MIN));
    }
    this.s3 = s3;
    this.chunkBytes = chunkBytes;
  }

  /// The region, endpoint and credentials come from the SDK's usual chain (`AWS_REGION`,
  /// `AWS_ENDPOINT_URL_S3`, …).
  public static ObjectStore fromEnvironment(boolean pathStyle) {
    return new ObjectStore(
        S3Client.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .forcePathStyle(pathStyle)
            .build());
  }

  /// The object's bytes in memory and its ETag, or nothing when there is none; for small objects.
  public Optional<Content> find(ObjectLocation location) {
    try {
      return Optional.of(
          S3Failures.translated(
              location,
              () -> {
                ResponseBytes<GetObjectResponse> got =
                    s3.getObjectAsBytes(get -> get.bucket(location.bucket()).key(location.key()));
                return new Content(got.asByteArrayUnsafe(), got.response().eTag());
              }));
    } catch (ObjectMissingException _) {
      return Optional.empty();
    }
  }

  /// An object in memory.
  public static final class Content {
    private final byte[] bytes;
    private final String etag;

    private Content(byte[] bytes, String etag) {
      this.bytes = bytes;
      this.etag = etag;
    }

    /// Not copied; do not change them.
    public byte[] bytes() {
      return bytes;
    }

    public String etag() {
      return etag;
    }
  }

  /// Opens an object to be read once from its beginning; [ObjectMissingException] when there is
  /// none.
  public ObjectDownload open(ObjectLocation location) {
    return ObjectDownload.open(s3, location);
  }

  /// All objects whose keys begin so, in the order of their keys.
  public List<StoredObject> list(ObjectLocation prefix) {
    return S3Failures.translated(
        prefix,
        () ->
            s3
                .listObjectsV2Paginator(list -> list.bucket(prefix.bucket()).prefix(prefix.key()))
                .contents()
                .stream()
                .map(
                    object ->
                        new StoredObject(
                            new ObjectLocation(prefix.bucket(), object.key()),
                            object.size(),
                            object.eTag(),
                            object.lastModified()))
                .toList());
  }

  /// The names of the folders in this one, in order and without `/`, asked for page by page.
  ///
  /// @param folder with `/` at its end
  public Stream<String> folders(ObjectLocation folder) {
    int before = folder.key().length();
    return S3Failures.translated(
        folder,
        () ->
            s3
                .listObjectsV2Paginator(
                    list -> list.bucket(folder.bucket()).prefix(folder.key()).delimiter("/"))
                .commonPrefixes()
                .stream()
                .map(one -> one.prefix().substring(before, one.prefix().length() - 1)));
  }

  /// Writes an object that must not exist. Returns its ETag; [PreconditionFailedException] when it
  /// does exist.
  public String create(ObjectLocation location, byte[] bytes, String contentType) {
    return S3Failures.translated(
        location,
        () ->
            s3.putObject(
                    put ->
                        put.bucket(location.bucket())
                            .key(location.key())
                            .contentType(contentType)
                            .ifNoneMatch("*"),
                    RequestBody.fromBytes(bytes))
                .eTag());
  }

  /// Replaces an object that must have this ETag. Returns the new ETag;
  /// [PreconditionFailedException] or [ObjectMissingException] when it has another or is gone.
  public String replace(
      ObjectLocation location, byte[] bytes, String contentType, String presentEtag) {
    return S3Failures.translated(
        location,
        () ->
            s3.putObject(
                    put ->
                        put.bucket(location.bucket())
                            .key(location.key())
                            .contentType(contentType)
                            .ifMatch(presentEtag),
                    RequestBody.fromBytes(bytes))
                .eTag());
  }

  /// A stream to an object that appears when the upload is committed.
  public ObjectUpload upload(ObjectLocation location, String contentType) {
    return new ObjectUpload(s3, location, contentType, chunkBytes);
  }

  /// Deletes an object; nothing happens when there is none.
  public void delete(ObjectLocation location) {
    S3Failures.translated(
        location,
        () -> s3.deleteObject(delete -> delete.bucket(location.bucket()).key(location.key())));
  }

  @Override
  public void close() {
    s3.close();
  }
}
