package io.millrace.pipelines.book.config;

/// How to reach the PostgreSQL database `book_pipeline`.
///
/// `poolSize` is small because every concurrent Lambda has a pool of its own (RDS Proxy multiplexes
/// behind it); one server that runs all handlers in process sets it to about the sum of its map
/// concurrencies.
///
/// @param poolSize connections, 1 to 100
/// @param migrate whether the first use brings the schema up to date
public record DatabaseConfig(
    String jdbcUrl, String user, Secret password, int poolSize, boolean migrate) {
  public static final int DEFAULT_POOL_SIZE = 2;

  public DatabaseConfig {
    if (poolSize < 1 || poolSize > 100) {
      throw new ConfigurationException(
          "The pool size is " + poolSize + "; it must be from 1 to 100 connections.");
    }
    if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
      throw new ConfigurationException(
          "BOOK_DB_URL must start with jdbc:postgresql: (it is not repeated here, as it may hold a"
              + " password).");
    }
  }

  static DatabaseConfig from(Settings settings) {
    var user =
        settings
            .text("BOOK_DB_USER")
            .or(() -> settings.secretField("BOOK_DB_SECRET_ARN", "username").map(Secret::value))
            .orElse("book_pipeline");
    var password =
        settings
            .secret("BOOK_DB_PASSWORD")
            .or(() -> settings.secretField("BOOK_DB_SECRET_ARN", "password"))
            .orElse(new Secret(""));
    return new DatabaseConfig(
        settings.required("BOOK_DB_URL"),
        user,
        password,
        (int) settings.number("BOOK_DB_POOL", DEFAULT_POOL_SIZE, 1, 100),
        settings.flag("BOOK_DB_MIGRATE", false));
  }
}
