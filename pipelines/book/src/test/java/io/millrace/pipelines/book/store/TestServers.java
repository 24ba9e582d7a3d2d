package io.millrace.pipelines.book.store;

import io.millrace.local.s3.S3Credentials;
import io.millrace.local.s3.S3Endpoint;
import io.millrace.pipelines.book.config.DatabaseConfig;
import io.millrace.pipelines.book.config.Secret;
import io.millrace.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// A real PostgreSQL and a real S3 endpoint, started once for all tests of this JVM. Tests share
/// the tables and the bucket, and keep apart by their books' ids.
public final class TestServers {
  public static final String BUCKET = "books";

  private static final EmbeddedPostgres POSTGRES = startPostgres();
  private static final URI S3 = startS3();
  private static final BookDatabase DATABASE = openDatabase();

  private TestServers() {}

  public static BookDatabase database() {
    return DATABASE;
  }

  static DatabaseConfig databaseConfig() {
    return new DatabaseConfig(
        POSTGRES.jdbcUrl(BookDatabase.NAME),
        POSTGRES.user(),
        new Secret(POSTGRES.password()),
        4,
        true);
  }

  public static ArtifactStore objects() {
    return new ArtifactStore(s3(S3));
  }

  static S3Client s3(URI endpoint) {
    return S3Client.builder()
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test-secret")))
        .forcePathStyle(true)
        .build();
  }

  static URI s3Endpoint() {
    return S3;
  }

  private static EmbeddedPostgres startPostgres() {
    var server = EmbeddedPostgres.start(temporary("postgres"));
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    server.createDatabase(BookDatabase.NAME);
    return server;
  }

  private static BookDatabase openDatabase() {
    return BookDatabase.open(databaseConfig());
  }

  private static URI startS3() {
    var endpoint =
        S3Endpoint.start(temporary("s3"), 0, new S3Credentials("test", "test-secret")).uri();
    try (var client = s3(endpoint)) {
      client.createBucket(create -> create.bucket(BUCKET));
    }
    return endpoint;
  }

  private static Path temporary(String name) {
    try {
      return Files.createTempDirectory("book-test-" + name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
