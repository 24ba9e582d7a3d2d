package io.millrace.pipelines.stages;

import io.millrace.local.s3.S3Credentials;
import io.millrace.local.s3.S3Endpoint;
import io.millrace.pipelines.stages.store.ObjectLocation;
import io.millrace.pipelines.stages.store.ObjectStore;
import io.millrace.pipelines.stages.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A real S3 endpoint, started once for all tests of this JVM. Tests share the bucket and keep
/// apart by their runs' ids.
public final class TestS3 {
  public static final String BUCKET = "millrace-stages";

  private static final Path FOLDER = temporary();
  private static final URI ENDPOINT = start();
  private static final S3Client CLIENT = client(UrlConnectionHttpClient.create());

  private TestS3() {}

  /// Made-up credentials, those that connectors use on this machine.
  private static URI start() {
    var endpoint = S3Endpoint.start(FOLDER, 0, new S3Credentials("local", "local"));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(endpoint)));
    try (var client = client(endpoint.uri(), UrlConnectionHttpClient.create())) {
      client.createBucket(create -> create.bucket(BUCKET));
    }
    return endpoint.uri();
  }

  public static URI endpoint() {
    return ENDPOINT;
  }

  public static S3Client client() {
    return CLIENT;
  }

  public static S3Client client(SdkHttpClient http) {
    return client(ENDPOINT, http);
  }

  private static S3Client client(URI endpoint, SdkHttpClient http) {
    return S3Client.builder()
        .httpClient(http)
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .forcePathStyle(true)
        .build();
  }

  public static ObjectStore store() {
    return new ObjectStore(CLIENT);
  }

  public static StageServices services() {
    var services = StageServices.of(store());
    return new StageServices(
        services.store(),
        BUCKET,
        services.clock(),
        services.valueBytesMax(),
        services.partBytesMax());
  }

  public static void put(String key, byte[] bytes) {
    CLIENT.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(bytes));
  }

  public static void put(String key, String text) {
    put(key, text.getBytes(StandardCharsets.UTF_8));
  }

  public static byte[] bytes(String key) {
    return CLIENT.getObjectAsBytes(get -> get.bucket(BUCKET).key(key)).asByteArray();
  }

  public static String text(String key) {
    return new String(bytes(key), StandardCharsets.UTF_8);
  }

  public static void delete(String key) {
    CLIENT.deleteObject(delete -> delete.bucket(BUCKET).key(key));
  }

  /// Keys below a prefix, without it, and what S3 says of each: when it was written, its ETag and
  /// size.
  public static Map<String, S3Object> objects(String prefix) {
    return CLIENT
        .listObjectsV2Paginator(list -> list.bucket(BUCKET).prefix(prefix))
        .contents()
        .stream()
        .collect(
            Collectors.toMap(object -> object.key().substring(prefix.length()), object -> object));
  }

  public static StoredObject only(String prefix) {
    var objects = store().list(new ObjectLocation(BUCKET, prefix));
    if (objects.size() != 1) {
      throw new AssertionError(prefix + " is the prefix of " + objects);
    }
    return objects.getFirst();
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("stages-test-s3");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(S3Endpoint endpoint) {
    endpoint.close();
    try (var files = Files.walk(FOLDER)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
