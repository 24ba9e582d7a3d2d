package io.millrace.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The endpoint's process is killed in the middle of an upload.
class CrashTest {
  private static final long DECLARED_BYTES = 64L << 20;
  private static final long SENT_BEFORE_THE_KILL = 16L << 20;

  @TempDir private Path folder;

  @Test
  void aKillInTheMiddleOfAPutShowsTheOldObjectWholeAndNothingElse() throws Exception {
    var process = startEndpoint();
    var uri = URI.create(process.inputReader().readLine());
    try (var s3 = Clients.of(uri)) {
      s3.createBucket(r -> r.bucket("books"));
      s3.putObject(r -> r.bucket("books").key("a"), RequestBody.fromString("old"));

      var partlySent = new CountDownLatch(1);
      var killed = new CountDownLatch(1);
      var upload =
          Thread.startVirtualThread(
              () -> {
                try {
                  var body =
                      RequestBody.fromInputStream(new Pausing(partlySent, killed), DECLARED_BYTES);
                  s3.putObject(r -> r.bucket("books").key("a"), body);
                } catch (SdkException | IllegalStateException _) {
                  // As it should be: the endpoint is gone.
                }
              });
      partlySent.await();
      process.destroyForcibly().waitFor();
      killed.countDown();
      upload.join();
    }

    try (var endpoint = S3Endpoint.start(folder, 0, Clients.CREDENTIALS);
        var s3 = Clients.of(endpoint.uri())) {
      assertThat(s3.getObjectAsBytes(r -> r.bucket("books").key("a")).asUtf8String())
          .isEqualTo("old");
      assertThat(s3.listObjectsV2(r -> r.bucket("books")).contents())
          .extracting(S3Object::key)
          .containsExactly("a");
      try (var staged = Files.list(folder.resolve(".millrace/staging"))) {
        assertThat(staged).isEmpty();
      }
    }
  }

  private Process startEndpoint() throws java.io.IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            List.of(
                java,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                CrashTest.class.getName(),
                folder.toString()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  public static void main(String[] arguments) throws Exception {
    System.out.println(S3Endpoint.start(Path.of(arguments[0]), 0, Clients.CREDENTIALS).uri());
    new CountDownLatch(1).await();
  }

  /// Gives a quarter of its bytes, then waits for the kill.
  private static final class Pausing extends InputStream {
    private final CountDownLatch partlySent;
    private final CountDownLatch killed;
    private long given;

    Pausing(CountDownLatch partlySent, CountDownLatch killed) {
      this.partlySent = partlySent;
      this.killed = killed;
    }

    @Override
    public int read() {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (given >= SENT_BEFORE_THE_KILL) {
        partlySent.countDown();
        try {
          killed.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      Arrays.fill(bytes, offset, offset + length, (byte) 'n');
      given += length;
      return given > DECLARED_BYTES ? -1 : length;
    }
  }
}
