package io.millrace.pipelines.stages;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.pipelines.stages.output.RecordSink;
import io.millrace.pipelines.stages.output.Records;
import io.millrace.pipelines.stages.store.ObjectStore;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// A gigabyte through stages in a process of its own with a heap of 256 MB.
@Tag("slow")
class LargeStageTest {
  private static final long BYTES = 1L << 30;

  /// A record of about a kilobyte.
  record Line(long id, String text) {}

  /// Writes a gigabyte.
  static final class Fill extends RecordStage<Integer, Line> {
    @Override
    protected void process(Records<Integer> input, RecordSink<Line> output, StageRun run) {
      var text = "abcdefghij".repeat(100);
      for (var count : input) {
        for (var id = 0L; id < count; id++) {
          output.write(new Line(id, text));
        }
      }
    }
  }

  /// Reads it and writes it again.
  static final class Pass extends RecordStage<Line, Line> {
    @Override
    protected void process(Records<Line> input, RecordSink<Line> output, StageRun run) {
      input.forEach(output::write);
    }
  }

  /// What the other process does: two stages of the run.
  static final class OtherProcess {
    public static void main(String[] arguments) throws Exception {
      var client =
          S3Client.builder()
              .httpClient(UrlConnectionHttpClient.create())
              .endpointOverride(URI.create(arguments[0]))
              .region(Region.US_EAST_1)
              .credentialsProvider(
                  StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
              .forcePathStyle(true)
              .build();
      var services =
          new StageServices(
              new ObjectStore(client),
              TestS3.BUCKET,
              Clock.systemUTC(),
              StageServices.VALUE_BYTES_MAX,
              StageServices.PART_BYTES_MAX);
      Kit.call(
          services, new Fill(), Kit.event("large", "A").put("initialData", (int) (BYTES / 1_000)));
      System.out.println(Kit.call(services, new Pass(), Kit.event("large", "B", "A")));
    }
  }

  @Test
  void aGigabyteRunsWithinAQuarterOfOne() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                TestS3.endpoint().toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    var first = Kit.manifest("large", "A");
    var second = Kit.manifest("large", "B");
    assertThat(second.path("bytes").asLong())
        .isGreaterThan(BYTES)
        .isEqualTo(first.path("bytes").asLong());
    assertThat(second.path("records").asLong()).isEqualTo(BYTES / 1_000);
    assertThat(second.path("parts").size()).isEqualTo(5);
    for (var i = 0; i < 5; i++) {
      assertThat(second.path("parts").path(i).path("sha256"))
          .isEqualTo(first.path("parts").path(i).path("sha256"));
    }
  }
}
