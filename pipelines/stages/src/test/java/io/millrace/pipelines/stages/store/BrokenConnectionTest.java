package io.millrace.pipelines.stages.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.pipelines.stages.TestS3;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// Downloads whose connection breaks, and a store that is away.
class BrokenConnectionTest {
  private static final int BYTES = 3_000_000;

  private static byte[] object(String key) {
    var bytes = new byte[BYTES];
    new Random(7).nextBytes(bytes);
    TestS3.put(key, bytes);
    return bytes;
  }

  @Test
  void aDownloadGoesOnWhereItsConnectionBroke() throws Exception {
    var bytes = object("broken/on");
    var http = new BreakingHttp(1_000_000, 2);

    try (var store = new ObjectStore(TestS3.client(http));
        var in = store.open(new ObjectLocation(TestS3.BUCKET, "broken/on"))) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }

    assertThat(http.gets).hasValue(3);
  }

  @Test
  void aConnectionThatAlwaysBreaksIsAnUnavailableStore() {
    object("broken/always");

    try (var store = new ObjectStore(TestS3.client(new BreakingHttp(0, 1_000)));
        var in = store.open(new ObjectLocation(TestS3.BUCKET, "broken/always"))) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("byte 0 of " + BYTES);
    }
  }

  @Test
  void anObjectThatIsReplacedMeanwhileIsNotContinued() {
    object("broken/changed");

    try (var store = new ObjectStore(TestS3.client(new BreakingHttp(1_000_000, 1)));
        var in = store.open(new ObjectLocation(TestS3.BUCKET, "broken/changed"))) {
      TestS3.put("broken/changed", new byte[BYTES]);

      assertThatThrownBy(in::readAllBytes).isInstanceOf(ObjectChangedException.class);
    }
  }

  @Test
  void aStoreThatIsAwayIsUnavailableAndABucketThatIsNotThereRefused() throws Exception {
    int nobody;
    try (var socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    var away =
        S3Client.builder()
            .httpClient(UrlConnectionHttpClient.create())
            .endpointOverride(URI.create("http://127.0.0.1:" + nobody))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .forcePathStyle(true)
            .build();
    try (var store = new ObjectStore(away)) {
      assertThatThrownBy(() -> store.find(new ObjectLocation(TestS3.BUCKET, "x")))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("AWS_ENDPOINT_URL_S3");
    }
    assertThatThrownBy(() -> TestS3.store().find(new ObjectLocation("no-such-bucket", "x")))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("no-such-bucket");
  }

  @Test
  void anUploadOfSeveralChunksIsWholeAndOneThatIsGivenUpLeavesNothing() throws Exception {
    var store = new ObjectStore(TestS3.client(), ObjectUpload.CHUNK_BYTES_MIN);
    var bytes = new byte[3 * ObjectUpload.CHUNK_BYTES_MIN + 17];
    new Random(8).nextBytes(bytes);
    var location = new ObjectLocation(TestS3.BUCKET, "uploads/whole");

    try (var upload = store.upload(location, "application/json")) {
      for (var i = 0; i < bytes.length; i += 99_991) {
        upload.write(bytes, i, Math.min(99_991, bytes.length - i));
      }
      assertThat(upload.commit()).isEqualTo(Sha256.of(bytes));
    }
    try (var upload = store.upload(new ObjectLocation(TestS3.BUCKET, "uploads/half"), "x/y")) {
      upload.write(bytes);
    }

    assertThat(TestS3.bytes("uploads/whole")).isEqualTo(bytes);
    assertThat(TestS3.objects("uploads/").keySet()).containsExactly("whole");
    assertThat(TestS3.client().listMultipartUploads(list -> list.bucket(TestS3.BUCKET)).uploads())
        .noneMatch(upload -> upload.key().equals("uploads/half"));
  }

  /// Breaks the bodies of the first answers after so many bytes.
  private static final class BreakingHttp implements SdkHttpClient {
    final AtomicInteger gets = new AtomicInteger();

    private final SdkHttpClient real = UrlConnectionHttpClient.create();
    private final int after;
    private final int times;

    BreakingHttp(int after, int times) {
      this.after = after;
      this.times = times;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      var prepared = real.prepareRequest(request);
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() throws IOException {
          var answer = prepared.call();
          if (gets.getAndIncrement() >= times) {
            return answer;
          }
          var body = answer.responseBody().orElseThrow();
          return HttpExecuteResponse.builder()
              .response(answer.httpResponse())
              .responseBody(AbortableInputStream.create(new Breaking(body, after), body))
              .build();
        }

        @Override
        public void abort() {
          prepared.abort();
        }
      };
    }

    @Override
    public void close() {
      real.close();
    }
  }

  private static final class Breaking extends FilterInputStream {
    private int left;

    Breaking(InputStream in, int left) {
      super(in);
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left == 0) {
        throw new IOException("Connection reset");
      }
      var count = super.read(buffer, offset, Math.min(left, length));
      left -= Math.max(0, count);
      return count;
    }
  }
}
