package io.millrace.pipelines.book.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tables `books` and `book_processing`. Each method is one statement or two in the caller's
/// transaction.
public final class BookTable {
  private BookTable() {}

  /// A book's row as later stages need it.
  public record Book(
      String bookId,
      @Nullable String title,
      List<String> authors,
      @Nullable String language,
      String status,
      @Nullable String audiobookKey) {
    public Book {
      authors = List.copyOf(authors);
    }
  }

  /// Makes the book's two rows, or moves an existing book to `status`. A failure of an earlier run
  /// is forgotten.
  public static void upsert(
      Connection connection,
      String bookId,
      BookStatus status,
      @Nullable String sourceUrl,
      @Nullable String rawKey,
      Instant now)
      throws SQLException {
    var sql =
        """
        insert into public.books as b (book_id, source_url, status, raw_s3_key, created_at, updated_at)
        values (?, ?, ?, ?, ?, ?)
        on conflict (book_id) do update
          set source_url = coalesce(excluded.source_url, b.source_url),
              status = excluded.status,
              raw_s3_key = coalesce(excluded.raw_s3_key, b.raw_s3_key),
              error_name = null,
              error_cause = null,
              updated_at = excluded.updated_at
        """;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, bookId);
      statement.setString(2, sourceUrl);
      statement.setString(3, status.word());
      statement.setString(4, rawKey);
      statement.setObject(5, utc(now));
      statement.setObject(6, utc(now));
      statement.executeUpdate();
    }
    ensureProcessing(connection, bookId, now);
  }

  /// Makes the book's two rows when they are missing; a function called by hand has no UpsertBook
  /// before it.
  public static void ensure(Connection connection, String bookId, Instant now) throws SQLException {
    var sql =
        """
        insert into public.books (book_id, status, created_at, updated_at) values (?, 'queued', ?, ?)
        on conflict (book_id) do nothing
        """;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, bookId);
      statement.setObject(2, utc(now));
      statement.setObject(3, utc(now));
      statement.executeUpdate();
    }
    ensureProcessing(connection, bookId, now);
  }

  private static void ensureProcessing(Connection connection, String bookId, Instant now)
      throws SQLException {
    var sql =
        """
        insert into public.book_processing (book_id, updated_at) values (?, ?)
        on conflict (book_id) do nothing
        """;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, bookId);
      statement.setObject(2, utc(now));
      statement.executeUpdate();
    }
  }

  /// Begins a run's count of stages: all are 'pending', also those that an earlier run, stopped
  /// from outside, left 'processing'.
  public static void beginStages(Connection connection, String bookId, Instant now)
      throws SQLException {
    var sql =
        """
        update public.book_processing
           set scrape_status = 'pending', parse_status = 'pending', format_status = 'pending',
               tts_status = 'pending', assemble_status = 'pending', updated_at = ?
         where book_id = ?
        """;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setObject(1, utc(now));
      statement.setString(2, bookId);
      statement.executeUpdate();
    }
  }

  /// Marks the book failed with its cause, and every stage that was under way. Makes the row when
  /// even the first upsert never happened.
  public static void fail(Connection connection, String bookId, Failure failure, Instant now)
      throws SQLException {
    var sql =
        """
        insert into public.books (book_id, status, error_name, error_cause, created_at, updated_at)
        values (?, 'failed', ?, ?, ?, ?)
        on conflict (book_id) do update
          set status = 'failed', error_name = excluded.error_name,
              error_cause = excluded.error_cause, updated_at = excluded.updated_at
        """;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, bookId);
      statement.setString(2, failure.error());
      statement.setString(3, failure.cause());
      statement.setObject(4, utc(now));
      statement.setObject(5, utc(now));
      statement.executeUpdate();
    }
    ensureProcessing(connection, bookId, now);
    failStagesUnderWay(connection, bookId, now);
  }

  private static void failStagesUnderWay(Connection connection, String bookId, Instant now)
      throws SQLException {
    var sql =
        """
        update public.book_processing
           set scrape_status   = case scrape_status   when 'processing' then 'failed' else scrape_status end,
               parse_status    = case parse_status    when 'processing' then 'failed' else parse_status end,
               format_status   = case format_status   when 'processing' then 'failed' else format_status end,
               tts_status      = case tts_status      when 'processing' then 'failed' else tts_status end,
               assemble_status = case assemble_status when 'processing' then 'failed' else assemble_status end,
               updated_at = ?
         where book_id = ?
        """;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setObject(1, utc(now));
      statement.setString(2, bookId);
      statement.executeUpdate();
    }
  }

  /// Sets one stage's column of `book_processing`.
  public static void stage(
      Connection connection, String bookId, Stage stage, StageStatus status, Instant now)
      throws SQLException {
    // The column's name comes from an enum, never from input.
    var column = column(stage);
    var sql =
        """
        insert into public.book_processing as p (book_id, %1$s, updated_at) values (?, ?, ?)
        on conflict (book_id) do update set %1$s = excluded.%1$s, updated_at = excluded.updated_at
          where p.%1$s <> excluded.%1$s
        """
            .formatted(column);
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, bookId);
      statement.setString(2, status.word());
      statement.setObject(3, utc(now));
      statement.executeUpdate();
    }
  }

  /// What the parser found out about the book.
  public static void describe(
      Connection connection,
      String bookId,
      String title,
      List<String> authors,
      @Nullable String language,
      int chapters,
      Instant now)
      throws SQLException {
    var sql =
        """
        update public.books
           set title = ?, authors = ?, language = ?, chapter_count = ?, updated_at = ?
         where book_id = ?
        """;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, title);
      statement.setArray(2, connection.createArrayOf("text", authors.toArray()));
      statement.setString(3, language);
      statement.setInt(4, chapters);
      statement.setObject(5, utc(now));
      statement.setString(6, bookId);
      statement.executeUpdate();
    }
  }

  public static void audiobook(Connection connection, String bookId, String key, Instant now)
      throws SQLException {
    var sql = "update public.books set audiobook_s3_key = ?, updated_at = ? where book_id = ?";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, key);
      statement.setObject(2, utc(now));
      statement.setString(3, bookId);
      statement.executeUpdate();
    }
  }

  public static Optional<Book> find(Connection connection, String bookId) throws SQLException {
    var sql =
        """
        select title, authors, language, status, audiobook_s3_key from public.books where book_id = ?
        """;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, bookId);
      try (var row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        return Optional.of(
            new Book(
                bookId,
                row.getString("title"),
                List.of((String[]) row.getArray("authors").getArray()),
                row.getString("language"),
                row.getString("status"),
                row.getString("audiobook_s3_key")));
      }
    }
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static String column(Stage stage) {
    return switch (stage) {
      case SCRAPE, PARSE, FORMAT, TTS, ASSEMBLE -> stage.word() + "_status";
      case FINALIZE -> throw new IllegalArgumentException("finalize has no column of its own");
    };
  }
}
