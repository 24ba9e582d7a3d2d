package io.millrace.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class MultipartTest {
  private static final byte[] FIRST = bytes(1, 5 << 20);
  private static final byte[] LAST = bytes(2, 1000);

  @TempDir private Path folder;

  @Test
  void anUploadGoesOnAfterTheEndpointWasStartedAgainUnlessNobodyAddsToItForADay() throws Exception {
    String goesOn;
    String abandoned;
    CompletedPart first;
    try (var endpoint = S3Endpoint.start(folder, 0, Clients.CREDENTIALS);
        var s3 = Clients.of(endpoint.uri())) {
      s3.createBucket(r -> r.bucket("books"));
      goesOn = s3.createMultipartUpload(r -> r.bucket("books").key("a/1.mp3")).uploadId();
      abandoned = s3.createMultipartUpload(r -> r.bucket("books").key("a/1.mp3")).uploadId();
      first = part(s3, goesOn, 1, FIRST);
    }
    Files.setLastModifiedTime(
        folder.resolve(".millrace/uploads").resolve(abandoned),
        FileTime.from(Instant.now().minus(Duration.ofDays(2))));

    try (var endpoint = S3Endpoint.start(folder, 0, Clients.CREDENTIALS);
        var s3 = Clients.of(endpoint.uri())) {
      assertThat(s3.listMultipartUploads(r -> r.bucket("books")).uploads())
          .extracting(MultipartUpload::uploadId)
          .containsExactly(goesOn);
      assertThatThrownBy(() -> part(s3, abandoned, 1, LAST))
          .isInstanceOf(NoSuchUploadException.class);
      var second = part(s3, goesOn, 2, LAST);
      complete(s3, goesOn, List.of(first, second));
      assertThat(s3.headObject(r -> r.bucket("books").key("a/1.mp3")).contentLength())
          .isEqualTo(FIRST.length + LAST.length);
    }
  }

  @Test
  void partsBecomeOneObject() {
    try (var endpoint = S3Endpoint.start(folder, 0, Clients.CREDENTIALS);
        var s3 = Clients.of(endpoint.uri())) {
      s3.createBucket(r -> r.bucket("books"));
      var id =
          s3.createMultipartUpload(
                  r ->
                      r.bucket("books")
                          .key("a/1.mp3")
                          .contentType("audio/mpeg")
                          .metadata(Map.of("voice", "v")))
              .uploadId();
      var last = part(s3, id, 2, LAST);
      part(s3, id, 1, LAST);
      var first = part(s3, id, 1, FIRST);
      assertThatThrownBy(() -> s3.headObject(r -> r.bucket("books").key("a/1.mp3")))
          .isInstanceOf(NoSuchKeyException.class);
      assertThat(s3.listParts(r -> r.bucket("books").key("a/1.mp3").uploadId(id)).parts())
          .hasSize(2);
      assertThat(s3.listMultipartUploads(r -> r.bucket("books")).uploads()).hasSize(1);

      complete(s3, id, List.of(first, last));

      var read = s3.getObjectAsBytes(r -> r.bucket("books").key("a/1.mp3"));
      assertThat(read.asByteArray())
          .hasSize(FIRST.length + LAST.length)
          .startsWith(FIRST)
          .endsWith(LAST);
      assertThat(read.response().eTag()).endsWith("-2\"");
      assertThat(read.response().contentType()).isEqualTo("audio/mpeg");
      assertThat(read.response().metadata()).isEqualTo(Map.of("voice", "v"));
      assertThat(s3.listMultipartUploads(r -> r.bucket("books")).uploads()).isEmpty();
    }
  }

  @Test
  void uploadsAreListedByThePrefixOfTheirKeys() {
    try (var endpoint = S3Endpoint.start(folder, 0, Clients.CREDENTIALS);
        var s3 = Clients.of(endpoint.uri())) {
      s3.createBucket(r -> r.bucket("books"));
      s3.createMultipartUpload(r -> r.bucket("books").key("a/1.mp3"));
      s3.createMultipartUpload(r -> r.bucket("books").key("b/1.mp3"));

      assertThat(s3.listMultipartUploads(r -> r.bucket("books").prefix("b/")).uploads())
          .extracting(MultipartUpload::key)
          .containsExactly("b/1.mp3");
    }
  }

  @Test
  void anAbortedUploadLeavesNothing() throws Exception {
    try (var endpoint = S3Endpoint.start(folder, 0, Clients.CREDENTIALS);
        var s3 = Clients.of(endpoint.uri())) {
      s3.createBucket(r -> r.bucket("books"));
      var id = s3.createMultipartUpload(r -> r.bucket("books").key("a/1.mp3")).uploadId();
      part(s3, id, 1, LAST);

      s3.abortMultipartUpload(r -> r.bucket("books").key("a/1.mp3").uploadId(id));

      assertThatThrownBy(() -> part(s3, id, 2, LAST)).isInstanceOf(NoSuchUploadException.class);
      try (var left = Files.list(folder.resolve(".millrace/uploads"))) {
        assertThat(left).isEmpty();
      }
    }
  }

  @Test
  void wrongListsOfPartsAreRefused() {
    try (var endpoint = S3Endpoint.start(folder, 0, Clients.CREDENTIALS);
        var s3 = Clients.of(endpoint.uri())) {
      s3.createBucket(r -> r.bucket("books"));
      var id = s3.createMultipartUpload(r -> r.bucket("books").key("a/1.mp3")).uploadId();
      var small = part(s3, id, 1, LAST);
      var last = part(s3, id, 2, LAST);

      assertThatThrownBy(() -> complete(s3, id, List.of(last, small)))
          .isInstanceOf(S3Exception.class)
          .hasMessageContaining("ascending");
      assertThatThrownBy(() -> complete(s3, id, List.of(small, last)))
          .hasMessageContaining("smaller than the minimum");
      var unknown = CompletedPart.builder().partNumber(3).eTag(last.eTag()).build();
      assertThatThrownBy(() -> complete(s3, id, List.of(unknown)))
          .hasMessageContaining("could not be found");
    }
  }

  private static CompletedPart part(S3Client s3, String id, int number, byte[] bytes) {
    var answer =
        s3.uploadPart(
            r -> r.bucket("books").key("a/1.mp3").uploadId(id).partNumber(number),
            RequestBody.fromBytes(bytes));
    return CompletedPart.builder().partNumber(number).eTag(answer.eTag()).build();
  }

  private static void complete(S3Client s3, String id, List<CompletedPart> parts) {
    s3.completeMultipartUpload(
        r -> r.bucket("books").key("a/1.mp3").uploadId(id).multipartUpload(m -> m.parts(parts)));
  }

  private static byte[] bytes(int seed, int length) {
    var bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
