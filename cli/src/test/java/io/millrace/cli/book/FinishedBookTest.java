package io.millrace.cli.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.s3.S3Credentials;
import io.millrace.local.s3.S3Endpoint;
import io.millrace.pipelines.book.handler.Manifest;
import io.millrace.pipelines.book.store.ArtifactKeys;
import io.millrace.pipelines.book.store.ArtifactStore;
import io.millrace.pipelines.book.store.ObjectLocation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class FinishedBookTest {
  private static final S3Credentials CREDENTIALS = new S3Credentials("millrace", "not-a-secret");

  @TempDir Path folder;

  @Test
  void whatAnEarlierRunMadeOfAChapterThatFailedNowIsNotHandedOut() throws Exception {
    try (S3Endpoint endpoint = S3Endpoint.start(folder.resolve("objects"), 0, CREDENTIALS);
        S3Client client = client(endpoint);
        ArtifactStore objects = new ArtifactStore(client)) {
      client.createBucket(bucket -> bucket.bucket("books"));
      for (String key :
          List.of(
              ArtifactKeys.audio("bk", "ch_001"),
              ArtifactKeys.audio("bk", "ch_002"),
              ArtifactKeys.audiobook("bk"))) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        objects.put(new ObjectLocation("books", key), bytes, "audio/mpeg", Map.of());
      }

      FinishedBook.Copied copied =
          new FinishedBook(objects, "books", "bk")
              .copyTo(folder.resolve("out"), manifest(), null, Set.of("ch_002"));

      assertThat(copied.chapters()).hasSize(1);
      assertThat(copied.chapters().getFirst()).hasFileName("01 Chapter 1.mp3").exists();
      assertThat(folder.resolve("out/A Book"))
          .isDirectoryContaining("glob:**/A Book.m4b")
          .isDirectoryNotContaining("glob:**/02 *");
    }
  }

  private static Manifest manifest() {
    List<Manifest.Entry> chapters =
        IntStream.rangeClosed(1, 2)
            .mapToObj(
                number ->
                    new Manifest.Entry(
                        ArtifactKeys.chapterId(number),
                        number,
                        "Chapter " + number,
                        null,
                        null,
                        1,
                        1,
                        "parsed",
                        1,
                        "hash"))
            .toList();
    return new Manifest("bk", "A Book", List.of(), "en", null, null, chapters, List.of());
  }

  private static S3Client client(S3Endpoint endpoint) {
    return S3Client.builder()
        .endpointOverride(endpoint.uri())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    CREDENTIALS.accessKeyId(), CREDENTIALS.secretAccessKey())))
        .forcePathStyle(true)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }
}
