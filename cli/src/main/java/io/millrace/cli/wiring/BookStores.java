package io.millrace.cli.wiring;

import io.millrace.local.s3.S3Credentials;
import io.millrace.local.s3.S3Endpoint;
import io.millrace.pipelines.book.config.DatabaseConfig;
import io.millrace.pipelines.book.store.ArtifactStore;
import io.millrace.pipelines.book.store.BookDatabase;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

/// What the book pipeline stores things in. The two kinds start independently of each other.
final class BookStores {
  /// One bucket for all kinds of objects.
  static final String BUCKET = "books";

  /// Each running handler holds a connection for moments; this many never wait.
  private static final int DATABASE_CONNECTIONS = 8;

  private BookStores() {}

  /// Objects behind an S3 endpoint over a folder.
  record Objects(S3Endpoint endpoint, ArtifactStore store) implements AutoCloseable {
    static Objects start(Path folder) {
      S3Credentials credentials = randomCredentials();
      S3Endpoint endpoint = S3Endpoint.start(folder, 0, credentials);
      try {
        return new Objects(endpoint, new ArtifactStore(client(endpoint, credentials)));
      } catch (RuntimeException e) {
        endpoint.close();
        throw e;
      }
    }

    @Override
    public void close() {
      store.close();
      endpoint.close();
    }
  }

  /// Objects behind an endpoint that is there already and takes any keys.
  static ArtifactStore clientOf(S3Endpoint endpoint) {
    return new ArtifactStore(client(endpoint, randomCredentials()));
  }

  /// Tables in PostgreSQL.
  record Tables(DatabaseConfig config, BookDatabase database) implements AutoCloseable {
    static Tables open(Databases databases) {
      DatabaseConfig config = databases.book(DATABASE_CONNECTIONS);
      return new Tables(config, BookDatabase.open(config));
    }

    @Override
    public void close() {
      database.close();
    }
  }

  private static S3Client client(S3Endpoint endpoint, S3Credentials credentials) {
    S3Client client =
        S3Client.builder()
            .endpointOverride(endpoint.uri())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        credentials.accessKeyId(), credentials.secretAccessKey())))
            .forcePathStyle(true)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    try {
      client.createBucket(request -> request.bucket(BUCKET));
    } catch (BucketAlreadyOwnedByYouException _) {
      // Made by an earlier start.
    }
    return client;
  }

  /// Whoever can read this process's memory may read its objects; nobody else needs to.
  private static S3Credentials randomCredentials() {
    var bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return new S3Credentials("millrace", HexFormat.of().formatHex(bytes));
  }
}
