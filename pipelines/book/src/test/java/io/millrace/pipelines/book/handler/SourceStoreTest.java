package io.millrace.pipelines.book.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.local.s3.S3Credentials;
import io.millrace.local.s3.S3Endpoint;
import io.millrace.pipelines.book.config.BookConfig;
import io.millrace.pipelines.book.config.Settings;
import io.millrace.pipelines.book.scrape.Source;
import io.millrace.pipelines.book.scrape.SourceRefusedException;
import io.millrace.pipelines.book.store.ArtifactStore;
import io.millrace.pipelines.book.store.ObjectLocation;
import io.millrace.pipelines.book.store.TestServers;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// A person's own S3 beside the pipeline's: another endpoint with other keys, found as the SDK
/// finds it, here by system properties instead of environment variables.
class SourceStoreTest {
  private static final Map<String, String> CREDENTIALS =
      Map.of(
          "aws.accessKeyId",
          "mine",
          "aws.secretAccessKey",
          "mine-secret",
          "aws.region",
          "eu-west-3");

  @TempDir private Path folder;

  private S3Endpoint mine;

  @BeforeEach
  void anEndpointWithABook() {
    mine = S3Endpoint.start(folder, 0, new S3Credentials("mine", "mine-secret"));
    System.setProperty("aws.endpointUrlS3", mine.uri().toString());
    CREDENTIALS.forEach(System::setProperty);
    try (var s3 = client(mine.uri())) {
      s3.createBucket(bucket -> bucket.bucket("mine"));
      new ArtifactStore(s3)
          .put(
              new ObjectLocation("mine", "a book.txt"),
              "text".getBytes(UTF_8),
              "text/plain",
              Map.of());
    }
  }

  @AfterEach
  void asBefore() {
    mine.close();
    System.clearProperty("aws.endpointUrlS3");
    CREDENTIALS.keySet().forEach(System::clearProperty);
  }

  @Test
  void anS3SourceIsReadFromTheUsersOwnS3AndNotFromThePipelines() throws Exception {
    try (var open = services().sources().open(Source.parse("s3://mine/a book.txt"))) {
      assertThat(new String(open.body().readAllBytes(), UTF_8)).isEqualTo("text");
    }
  }

  @Test
  void keysThatTheUsersS3DoesNotKnowAreNamedAsTheReason() {
    System.setProperty("aws.accessKeyId", "wrong");

    assertThatThrownBy(() -> services().sources().open(Source.parse("s3://mine/a book.txt")))
        .isInstanceOf(SourceRefusedException.class)
        .hasMessageContaining("s3://mine/a book.txt")
        .hasMessageContaining("AWS_PROFILE");
  }

  private static BookServices services() {
    var settings =
        Settings.of(
            Map.of(
                "BOOK_DB_URL", "jdbc:postgresql://unused/book_pipeline",
                "BOOK_DB_USER", "unused",
                "BOOK_DB_PASSWORD", "unused",
                "BOOK_S3_PATH_STYLE", "true"),
            arn -> arn);
    return BookWiring.wire(
        BookConfig.from(settings), settings, TestServers.objects(), TestServers.database(), 1);
  }

  private static S3Client client(URI endpoint) {
    return S3Client.builder()
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .endpointOverride(endpoint)
        .region(Region.EU_WEST_3)
        .forcePathStyle(true)
        .build();
  }
}
