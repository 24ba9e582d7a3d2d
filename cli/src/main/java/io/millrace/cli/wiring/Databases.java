package io.millrace.cli.wiring;

import io.millrace.pipelines.book.config.DatabaseConfig;
import io.millrace.pipelines.book.config.Secret;
import io.millrace.pipelines.book.store.BookDatabase;
import io.millrace.postgres.PostgresConfig;
import io.millrace.postgres.embedded.EmbeddedPostgres;
import io.millrace.postgres.embedded.EmbeddedPostgresConfig;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The PostgreSQL server of an installation, with one database for the engine's journal and one for
/// the book pipeline: an embedded server, or one that somebody else runs.
public final class Databases implements AutoCloseable {
  private static final String JOURNAL = "millrace";
  private static final Pattern URL =
      Pattern.compile("(jdbc:postgresql:(?://[^/?]*/)?)([^?]*)(\\?.*)?");
  private static final Pattern PASSWORD = Pattern.compile("([?&])password=([^&]*)");
  private static final String NO_SUCH_DATABASE = "3D000";
  private static final String DUPLICATE_DATABASE = "42P04";

  private final @Nullable EmbeddedPostgres embedded;
  private final String journalUrl;
  private final String user;
  private final String password;

  private Databases(
      @Nullable EmbeddedPostgres embedded, String journalUrl, String user, String password) {
    this.embedded = embedded;
    this.journalUrl = journalUrl;
    this.user = user;
    this.password = password;
  }

  /// Starts, or takes over, the server whose data lies in `folder`.
  ///
  /// @param whenOurs run before the server starts, once no other process can use the folder
  /// @throws io.millrace.postgres.embedded.EmbeddedPostgresException saying what to do
  public static Databases embedded(Path folder, Runnable whenOurs) {
    EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedPostgresConfig.of(folder), whenOurs);
    try {
      server.createDatabase(JOURNAL);
      return new Databases(server, server.jdbcUrl(JOURNAL), server.user(), server.password());
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /// A server that is already there. The URL names the journal's database, which must exist. A
  /// password in the URL is used and taken out of it, because URLs stand in messages and logs.
  ///
  /// @param password used when the URL has none
  public static Databases at(String journalUrl, String user, String password) {
    check(journalUrl);
    Matcher given = PASSWORD.matcher(journalUrl);
    if (!given.find()) return new Databases(null, journalUrl, user, password);
    String secret = URLDecoder.decode(given.group(2), StandardCharsets.UTF_8);
    String rest = journalUrl.substring(given.end());
    String url =
        journalUrl.substring(0, given.start())
            + (rest.isEmpty() ? "" : given.group(1) + rest.substring(1));
    return new Databases(null, url, user, secret);
  }

  /// How the engine's journal reaches its database.
  public PostgresConfig journal() {
    return embedded != null
        ? PostgresConfig.embedded(journalUrl, user, password)
        : PostgresConfig.shared(journalUrl, user, password);
  }

  /// How the book pipeline reaches its database, which is made when absent.
  ///
  /// @param connections at most, for all handlers of this process together
  public DatabaseConfig book(int connections) {
    String url;
    if (embedded != null) {
      embedded.createDatabase(BookDatabase.NAME);
      url = embedded.jdbcUrl(BookDatabase.NAME);
    } else {
      url = sibling(journalUrl, BookDatabase.NAME);
      createIfAbsent(url);
    }
    return new DatabaseConfig(url, user, new Secret(password), connections, true);
  }

  /// What to type to look at the databases of the embedded server.
  ///
  /// @param book whether the book pipeline's is one of them
  List<String> psqlCommands(boolean book) {
    if (embedded == null) return List.of();
    return book
        ? List.of(embedded.psqlCommand(BookDatabase.NAME), embedded.psqlCommand(JOURNAL))
        : List.of(embedded.psqlCommand(JOURNAL));
  }

  @Override
  public void close() {
    if (embedded != null) embedded.close();
  }

  /// @throws IllegalArgumentException when it is no URL of a PostgreSQL database
  static void check(String url) {
    if (!URL.matcher(url).matches()) {
      throw new IllegalArgumentException(
          "The PostgreSQL URL must look like jdbc:postgresql://HOST:PORT/DATABASE.");
    }
  }

  /// For people: parameters may hold the password.
  static String withoutParameters(String url) {
    int mark = url.indexOf('?');
    return mark < 0 ? url : url.substring(0, mark);
  }

  static String sibling(String url, String database) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches())
      throw new IllegalStateException("checked when it was given: " + withoutParameters(url));
    return parts.group(1) + database + (parts.group(3) == null ? "" : parts.group(3));
  }

  private void createIfAbsent(String url) {
    try (Connection _ = DriverManager.getConnection(url, user, password)) {
      return;
    } catch (SQLException e) {
      if (!NO_SUCH_DATABASE.equals(e.getSQLState())) {
        throw new IllegalStateException(
            "PostgreSQL cannot be used at "
                + withoutParameters(url)
                + " as user "
                + user
                + ": "
                + e.getMessage(),
            e);
      }
    }
    try (Connection connection = DriverManager.getConnection(journalUrl, user, password);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + BookDatabase.NAME);
    } catch (SQLException e) {
      if (DUPLICATE_DATABASE.equals(e.getSQLState())) return;
      throw new IllegalStateException(
          "The database "
              + BookDatabase.NAME
              + " could not be made: "
              + e.getMessage()
              + ". Have it created for the user "
              + user
              + ".",
          e);
    }
  }
}
