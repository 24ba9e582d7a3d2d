package io.millrace.pipelines.book.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactStoreTest {
  private final ArtifactStore store = TestServers.objects();

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(
      ints = {
        0,
        1,
        ObjectUpload.PART_BYTES - 1,
        ObjectUpload.PART_BYTES,
        2 * ObjectUpload.PART_BYTES + 17
      })
  void aStreamOfAnyLengthIsAnObjectOnceItIsCommitted(int bytes) throws IOException {
    var location = at("stream-" + bytes);
    var content = new byte[bytes];
    new Random(bytes).nextBytes(content);

    try (var upload = store.upload(location, "audio/mpeg", Map.of("fingerprint", "f1"))) {
      for (var from = 0; from < bytes; from += 1_000_003) {
        upload.write(content, from, Math.min(1_000_003, bytes - from));
      }
      assertThat(store.head(location)).isEmpty();
      upload.commit();
    }

    assertThat(store.readBytes(location)).isEqualTo(content);
    var head = store.require(location);
    assertThat(head.bytes()).isEqualTo(bytes);
    assertThat(head.contentType()).isEqualTo("audio/mpeg");
    assertThat(head.wasMadeFrom(new Fingerprint("f1"))).isTrue();
    assertThat(head.wasMadeFrom(new Fingerprint("f2"))).isFalse();
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {100, ObjectUpload.PART_BYTES + 100})
  void aStreamThatIsGivenUpLeavesWhatWasThere(int bytes) throws IOException {
    var location = at("given-up-" + bytes);
    store.put(location, "old".getBytes(UTF_8), "text/plain", Map.of());

    try (var upload = store.upload(location, "text/plain", Map.of())) {
      upload.write(new byte[bytes]);
    }

    assertThat(store.readText(location)).isEqualTo("old");
    try (var s3 = TestServers.s3(TestServers.s3Endpoint())) {
      assertThat(s3.listMultipartUploads(list -> list.bucket(TestServers.BUCKET)).uploads())
          .isEmpty();
    }
  }

  @Test
  void aMissingObjectIsNamed() {
    assertThat(store.head(at("nothing"))).isEmpty();
    assertThatThrownBy(() -> store.readBytes(at("nothing")))
        .isInstanceOf(ObjectMissingException.class)
        .hasMessageContaining("s3://books/test/nothing");
  }

  @Test
  void aMissingBucketIsRefusedForGood() {
    assertThatThrownBy(
            () -> store.put(new ObjectLocation("absent", "k"), new byte[1], "a/b", Map.of()))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("s3://absent/k")
        .hasMessageContaining("BOOK_BUCKET");
  }

  @Test
  void anEndpointThatIsDownIsWorthARepeat() throws IOException {
    int closed;
    try (var socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    try (var away = new ArtifactStore(TestServers.s3(URI.create("http://127.0.0.1:" + closed)))) {
      assertThatThrownBy(() -> away.head(at("any")))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("AWS_ENDPOINT_URL_S3");
    }
  }

  @Test
  void fingerprintsTellFieldsApartAndDoNotMindTheOrderOfOptions() {
    var one = Fingerprint.of("tts", Map.of("a", "1", "b", "2"), "espeak", "text");

    assertThat(Fingerprint.of("tts", Map.of("b", "2", "a", "1"), "espeak", "text")).isEqualTo(one);
    assertThat(Fingerprint.of("tts", Map.of("a", "1", "b", "2"), "espeakt", "ext"))
        .isNotEqualTo(one);
  }

  private static ObjectLocation at(String name) {
    return new ObjectLocation(TestServers.BUCKET, "test/" + name);
  }
}
