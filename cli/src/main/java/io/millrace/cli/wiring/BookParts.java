package io.millrace.cli.wiring;

import io.millrace.local.lambda.FunctionConfig;
import io.millrace.local.lambda.LambdaHost;
import io.millrace.pipelines.book.config.BookConfig;
import io.millrace.pipelines.book.config.DatabaseConfig;
import io.millrace.pipelines.book.config.SecretStore;
import io.millrace.pipelines.book.config.Settings;
import io.millrace.pipelines.book.handler.BookFunction;
import io.millrace.pipelines.book.handler.BookServices;
import io.millrace.pipelines.book.handler.BookWiring;
import io.millrace.pipelines.book.store.ArtifactStore;
import io.millrace.runtime.Arns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// The book pipeline in this process: its objects behind an S3 endpoint over a folder, its tables
/// in PostgreSQL, its eight functions in a Lambda host.
///
/// @param services what the functions work with
/// @param host knows the functions by the names of [BookFunction]
public record BookParts(BookServices services, LambdaHost host) {
  /// The short book that comes with the pipeline, on the class path.
  public static final String SAMPLE_BOOK = "/sample/sample.epub";

  private static final Arns ARNS = Arns.LOCAL;

  /// Starts the functions.
  ///
  /// @param data the folder of the installation
  static BookParts start(
      Path data, ArtifactStore objects, BookStores.Tables tables, Map<String, String> environment)
      throws IOException {
    Path work = emptied(data.resolve("work"));
    Settings settings =
        Settings.of(settings(environment, tables.config(), work), SecretStore.secretsManager());
    BookConfig config = BookConfig.from(settings);
    int processors = Runtime.getRuntime().availableProcessors();
    BookServices services =
        BookWiring.wire(config, settings, objects, tables.database(), processors);

    LambdaHost.Builder host = LambdaHost.builder().identity(ARNS.region(), ARNS.account());
    for (BookFunction function : BookFunction.values()) {
      host.function(
          FunctionConfig.of(function.functionName(), () -> function.handler(services))
              .withTimeout(function.timeout()));
    }
    return new BookParts(services, host.build());
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
    settings.put("BOOK_BUCKET", BookStores.BUCKET);
    settings.put("BOOK_ALLOW_FILES", "true"); // the person at this machine may read its files
    settings.put("BOOK_WORK_FOLDER", work.toString());
    return settings;
  }
}
