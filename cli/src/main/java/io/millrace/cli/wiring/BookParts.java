package io.millrace.cli.wiring;

import io.millrace.local.lambda.FunctionConfig;
import io.millrace.local.lambda.LambdaHost;
import io.millrace.local.s3.S3Credentials;
import io.millrace.local.s3.S3Endpoint;
import io.millrace.pipelines.book.config.BookConfig;
import io.millrace.pipelines.book.config.DatabaseConfig;
import io.millrace.pipelines.book.config.SecretStore;
import io.millrace.pipelines.book.config.Settings;
import io.millrace.pipelines.book.handler.BookFunction;
import io.millrace.pipelines.book.handler.BookServices;
import io.millrace.pipelines.book.handler.BookWiring;
import io.millrace.pipelines.book.store.ArtifactStore;
import io.millrace.pipelines.book.store.BookDatabase;
import io.millrace.runtime.Arns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

/// The book pipeline in this process: its objects behind an S3 endpoint over a folder, its tables
/// in PostgreSQL, its eight functions in a Lambda host.
///
/// @param services what the functions work with
/// @param host knows the functions by the names of [BookFunction]
public record BookParts(BookServices services, LambdaHost host) {
  /// The short book that comes with the pipeline, on the class path.
  public static final String SAMPLE_BOOK = "/sample/sample.epub";

  private static final Arns ARNS = Arns.LOCAL;

  /// One bucket for all kinds of objects.
  private static final String BUCKET = "books";

  /// Each running handler holds a connection for moments; this many never wait.
  static final int DATABASE_CONNECTIONS = 8;

  /// Starts everything under `data`; what was started is added to `closing` at once.
  static BookParts start(
      Path data, DatabaseConfig database, Map<String, String> environment, Closing closing)
      throws IOException {
    Path work = emptied(data.resolve("work"));
    S3Credentials credentials = randomCredentials();
    S3Endpoint endpoint = closing.add(S3Endpoint.start(data.resolve("objects"), 0, credentials));
    ArtifactStore objects = closing.add(new ArtifactStore(client(endpoint, credentials)));

    Settings settings =
        Settings.of(settings(environment, database, work), SecretStore.secretsManager());
    BookConfig config = BookConfig.from(settings);
    BookDatabase tables = closing.add(BookDatabase.open(config.database()));
    int processors = Runtime.getRuntime().availableProcessors();
    BookServices services = BookWiring.wire(config, settings, objects, tables, processors);

    LambdaHost.Builder host = LambdaHost.builder().identity(ARNS.region(), ARNS.account());
    for (BookFunction function : BookFunction.values()) {
      host.function(
          FunctionConfig.of(function.functionName(), () -> function.handler(services))
              .withTimeout(function.timeout()));
    }
    return new BookParts(services, closing.add(host.build()));
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

  /// Temporary files of a process that was killed are nobody's any more.
  private static Path emptied(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> tree = Files.walk(folder)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
      }
    }
    return Files.createDirectories(folder);
  }

  /// The environment's settings, and those that follow from running here.
  private static Map<String, String> settings(
      Map<String, String> environment, DatabaseConfig database, Path work) {
    var settings = new HashMap<>(environment);
    settings.put("BOOK_DB_URL", database.jdbcUrl());
    settings.put("BOOK_DB_USER", database.user());
    settings.put("BOOK_DB_PASSWORD", database.password().value());
    settings.put("BOOK_DB_POOL", Integer.toString(database.poolSize()));
    settings.put("BOOK_DB_MIGRATE", Boolean.toString(database.migrate()));
    settings.put("BOOK_BUCKET", BUCKET);
    settings.put("BOOK_ALLOW_FILES", "true"); // the person at this machine may read its files
    settings.put("BOOK_WORK_FOLDER", work.toString());
    return settings;
  }
}
