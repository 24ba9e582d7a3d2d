package io.millrace.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3EndpointTest {
  private static final String BUCKET = "books";

  @TempDir private Path folder;
  private S3Endpoint endpoint;
  private S3Client s3;

  @BeforeEach
  void start() {
    endpoint = S3Endpoint.start(folder, 0, Clients.CREDENTIALS);
    s3 = Clients.of(endpoint.uri());
    s3.createBucket(request -> request.bucket(BUCKET));
  }

  @AfterEach
  void stop() {
    s3.close();
    endpoint.close();
  }

  @Test
  void whoListensHearsOfRequestsThatSucceededAndDisturbsNone() {
    var heard = new CopyOnWriteArrayList<String>();
    endpoint.tell(
        (method, bucket, key, received, sent) -> {
          heard.add(method + " " + bucket + "/" + key + " " + received + " " + sent);
          throw new IllegalStateException("listening failed");
        });

    s3.putObject(put -> put.bucket(BUCKET).key("a/b"), RequestBody.fromString("words"));
    s3.getObjectAsBytes(get -> get.bucket(BUCKET).key("a/b").range("bytes=0-1"));
    assertThatThrownBy(() -> s3.getObjectAsBytes(get -> get.bucket(BUCKET).key("none")))
        .isInstanceOf(NoSuchKeyException.class);

    assertThat(heard).containsExactly("PUT books/a/b 5 0", "GET books/a/b 0 2");
  }

  @Test
  void anObjectComesBackWithItsMetadata() {
    s3.putObject(
        request ->
            request
                .bucket(BUCKET)
                .key("raw/1/book.epub")
                .contentType("application/epub+zip")
                .cacheControl("no-cache")
                .metadata(Map.of("source-url", "https://example.com/a b")),
        RequestBody.fromString("words"));

    var read = s3.getObjectAsBytes(request -> request.bucket(BUCKET).key("raw/1/book.epub"));
    assertThat(read.asUtf8String()).isEqualTo("words");
    assertThat(read.response().contentType()).isEqualTo("application/epub+zip");
    assertThat(read.response().cacheControl()).isEqualTo("no-cache");
    assertThat(read.response().metadata()).containsEntry("source-url", "https://example.com/a b");
    assertThat(read.response().eTag()).isEqualTo("\"89759e1284e2479b991d2669de104942\"");

    var head = s3.headObject(request -> request.bucket(BUCKET).key("raw/1/book.epub"));
    assertThat(head.contentLength()).isEqualTo(5);
    assertThat(head.contentType()).isEqualTo("application/epub+zip");
    assertThat(head.lastModified()).isNotNull();
  }

  @Test
  void anObjectIsAPlainFileAndAPlainFileIsAnObject() throws Exception {
    put("audio/1.mp3", "sound");
    assertThat(folder.resolve("books/audio/1.mp3")).hasContent("sound");

    Files.writeString(folder.resolve("books/audio/2.mp3"), "more sound");
    assertThat(get("audio/2.mp3")).isEqualTo("more sound");
    assertThat(keys("audio/")).containsExactly("audio/1.mp3", "audio/2.mp3");
  }

  @Test
  void unusualKeysAreKeptApart() {
    var keys =
        List.of(
            "a b+c&d",
            "Đọc/truyện.json",
            "%41",
            "A",
            "x//y",
            "dots/../up",
            "dots/./here",
            "end/",
            "q?=#");
    for (var key : keys) {
      put(key, key);
    }

    for (var key : keys) {
      assertThat(get(key)).isEqualTo(key);
    }
    assertThat(keys("")).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(folder.getParent().resolve("up")).doesNotExist();
  }

  @Test
  void aListingIsSortedPagedAndFolded() {
    for (var i = 0; i < 25; i++) {
      put("parsed/%02d/a.json".formatted(i), "");
      put("parsed/%02d/b.json".formatted(i), "");
    }
    put("parsed.json", "");

    assertThat(keys("parsed/")).hasSize(50).isSorted();
    var folded = s3.listObjectsV2(request -> request.bucket(BUCKET).delimiter("/"));
    assertThat(folded.contents()).extracting(S3Object::key).containsExactly("parsed.json");
    assertThat(folded.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("parsed/");
    var pages =
        s3.listObjectsV2Paginator(
            request -> request.bucket(BUCKET).prefix("parsed/").delimiter("/").maxKeys(10));
    assertThat(pages.stream()).hasSize(3);
    assertThat(pages.commonPrefixes().stream().map(CommonPrefix::prefix))
        .hasSize(25)
        .doesNotHaveDuplicates();
    var after = s3.listObjectsV2(request -> request.bucket(BUCKET).startAfter("parsed/24/a.json"));
    assertThat(after.contents()).extracting(S3Object::key).containsExactly("parsed/24/b.json");
  }

  @Test
  void rangesAreServed() {
    put("digits", "0123456789");

    assertThat(range("bytes=2-4")).isEqualTo("234");
    assertThat(range("bytes=7-")).isEqualTo("789");
    assertThat(range("bytes=-3")).isEqualTo("789");
    assertThat(range("bytes=8-99")).isEqualTo("89");
    var refused = catchThrowableOfType(S3Exception.class, () -> range("bytes=10-"));
    assertThat(refused.statusCode()).isEqualTo(416);
  }

  @Test
  void conditionalWritesHoldUnderConcurrency() throws Exception {
    var winners = new java.util.concurrent.atomic.AtomicInteger();
    var threads = new ArrayList<Thread>();
    for (var i = 0; i < 8; i++) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  s3.putObject(
                      r -> r.bucket(BUCKET).key("once").ifNoneMatch("*"),
                      RequestBody.fromString("x"));
                  winners.incrementAndGet();
                } catch (S3Exception e) {
                  assertThat(e.statusCode()).isEqualTo(412);
                }
              }));
    }
    for (var thread : threads) {
      thread.join();
    }
    assertThat(winners).hasValue(1);

    var etag = s3.headObject(r -> r.bucket(BUCKET).key("once")).eTag();
    s3.putObject(r -> r.bucket(BUCKET).key("once").ifMatch(etag), RequestBody.fromString("y"));
    assertThatThrownBy(
            () ->
                s3.putObject(
                    r -> r.bucket(BUCKET).key("once").ifMatch(etag), RequestBody.fromString("z")))
        .isInstanceOf(S3Exception.class);
    assertThat(get("once")).isEqualTo("y");
    var unchanged =
        catchThrowableOfType(
            S3Exception.class,
            () ->
                s3.getObjectAsBytes(
                    r ->
                        r.bucket(BUCKET)
                            .key("once")
                            .ifNoneMatch("\"415290769594460e2e485922904f345d\"")));
    assertThat(unchanged.statusCode()).isEqualTo(304);
  }

  @Test
  void everyChecksumTheSdkCanSendIsAcceptedAndAWrongOneIsNot() {
    for (var algorithm :
        List.of(ChecksumAlgorithm.CRC32, ChecksumAlgorithm.SHA1, ChecksumAlgorithm.SHA256)) {
      s3.putObject(
          r -> r.bucket(BUCKET).key("sum").checksumAlgorithm(algorithm),
          RequestBody.fromString("grain"));
      assertThat(get("sum")).isEqualTo("grain");
    }

    assertThatThrownBy(
            () ->
                s3.putObject(
                    r -> r.bucket(BUCKET).key("bad").checksumCRC32("AAAAAA=="),
                    RequestBody.fromString("chaff")))
        .isInstanceOf(S3Exception.class)
        .hasMessageContaining("CRC32");
    assertThat(keys("")).containsExactly("sum");
  }

  @Test
  void copiesKeepOrReplaceTheMetadata() {
    s3.putObject(
        r -> r.bucket(BUCKET).key("from").metadata(Map.of("a", "1")),
        RequestBody.fromString("text"));

    s3.copyObject(
        r ->
            r.sourceBucket(BUCKET)
                .sourceKey("from")
                .destinationBucket(BUCKET)
                .destinationKey("kept"));
    s3.copyObject(
        r ->
            r.sourceBucket(BUCKET)
                .sourceKey("from")
                .destinationBucket(BUCKET)
                .destinationKey("replaced")
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("b", "2")));

    assertThat(get("kept")).isEqualTo("text");
    assertThat(s3.headObject(r -> r.bucket(BUCKET).key("kept")).metadata())
        .isEqualTo(Map.of("a", "1"));
    assertThat(s3.headObject(r -> r.bucket(BUCKET).key("replaced")).metadata())
        .isEqualTo(Map.of("b", "2"));
  }

  @Test
  void deletingIsIdempotentAndEmptyFoldersGo() {
    put("deep/er/x", "");
    put("other", "");

    s3.deleteObject(r -> r.bucket(BUCKET).key("deep/er/x"));
    s3.deleteObject(r -> r.bucket(BUCKET).key("deep/er/x"));
    assertThat(folder.resolve("books/deep")).doesNotExist();
    s3.deleteObjects(
        r ->
            r.bucket(BUCKET)
                .delete(d -> d.objects(ObjectIdentifier.builder().key("other").build())));
    assertThat(keys("")).isEmpty();
    s3.deleteBucket(r -> r.bucket(BUCKET));
    assertThatThrownBy(() -> s3.headBucket(r -> r.bucket(BUCKET)))
        .isInstanceOf(NoSuchBucketException.class);
  }

  @Test
  void whatIsNotThereHasS3sErrors() {
    assertThatThrownBy(() -> get("missing")).isInstanceOf(NoSuchKeyException.class);
    assertThatThrownBy(() -> s3.headObject(r -> r.bucket(BUCKET).key("missing")))
        .isInstanceOf(NoSuchKeyException.class);
    assertThatThrownBy(() -> s3.listObjectsV2(r -> r.bucket("no-such")))
        .isInstanceOf(NoSuchBucketException.class);
    var tags =
        catchThrowableOfType(
            S3Exception.class, () -> s3.getObjectTagging(r -> r.bucket(BUCKET).key("x")));
    assertThat(tags.statusCode()).isEqualTo(501);
  }

  @Test
  void aKeyUnderAKeyIsRefusedInWords() {
    put("chapter", "");

    assertThatThrownBy(() -> put("chapter/1", "")).hasMessageContaining("cannot hold both");
    put("part/1", "");
    assertThatThrownBy(() -> put("part", "")).hasMessageContaining("cannot hold both");
  }

  @Test
  void otherKeysAreTurnedAway() {
    try (var stranger = Clients.of(endpoint.uri(), new S3Credentials("millrace", "wrong"));
        var unknown = Clients.of(endpoint.uri(), new S3Credentials("somebody", "wrong"))) {
      assertThatThrownBy(stranger::listBuckets).hasMessageContaining("signature");
      assertThatThrownBy(unknown::listBuckets).hasMessageContaining("Access Key Id");
    }
    assertThat(s3.listBuckets().buckets()).extracting(b -> b.name()).containsExactly(BUCKET);
  }

  @Test
  void withoutKeysAnySignedRequestIsTakenAndAnUnsignedOneIsNot(@TempDir Path open)
      throws Exception {
    try (var everybody = S3Endpoint.start(open, 0);
        var anyKeys = Clients.of(everybody.uri(), new S3Credentials("whoever", "whatever"))) {
      anyKeys.createBucket(r -> r.bucket(BUCKET));

      assertThat(anyKeys.listBuckets().buckets()).hasSize(1);
      try (var http = HttpClient.newHttpClient()) {
        var unsigned =
            http.send(
                HttpRequest.newBuilder(everybody.uri()).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(unsigned.statusCode()).isEqualTo(403);
        assertThat(unsigned.body()).contains("AccessDenied");
      }
    }
  }

  @Test
  void objectsAndMetadataSurviveARestartAndTwoProcessesCannotServeOneFolder() {
    s3.putObject(
        r -> r.bucket(BUCKET).key("k").metadata(Map.of("a", "1")), RequestBody.fromString("v"));
    assertThatThrownBy(() -> S3Endpoint.start(folder, 0, Clients.CREDENTIALS))
        .hasMessageContaining("in use");

    endpoint.close();
    endpoint = S3Endpoint.start(folder, 0, Clients.CREDENTIALS);
    try (var again = Clients.of(endpoint.uri())) {
      var read = again.getObjectAsBytes(r -> r.bucket(BUCKET).key("k"));
      assertThat(read.asUtf8String()).isEqualTo("v");
      assertThat(read.response().metadata()).isEqualTo(Map.of("a", "1"));
    }
  }

  @Test
  void largeBodiesOfUnknownContentComeBackEqual() {
    var bytes = new byte[20 << 20];
    new Random(7).nextBytes(bytes);
    s3.putObject(r -> r.bucket(BUCKET).key("large"), RequestBody.fromBytes(bytes));

    assertThat(s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("large")).asByteArray())
        .isEqualTo(bytes);
  }

  private void put(String key, String text) {
    s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromString(text));
  }

  private String get(String key) {
    return s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(key)).asUtf8String();
  }

  private String range(String header) {
    return s3.getObjectAsBytes(request -> request.bucket(BUCKET).key("digits").range(header))
        .asUtf8String();
  }

  private List<String> keys(String prefix) {
    return s3.listObjectsV2(request -> request.bucket(BUCKET).prefix(prefix)).contents().stream()
        .map(S3Object::key)
        .toList();
  }
}
