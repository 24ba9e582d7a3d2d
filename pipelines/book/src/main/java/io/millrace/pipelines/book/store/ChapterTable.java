package io.millrace.pipelines.book.store;

import static io.millrace.pipelines.book.store.BookTable.utc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tables `chapters` and `chapter_processing`. Each method is one statement or a few in the
/// caller's transaction.
public final class ChapterTable {
  private ChapterTable() {}

  /// A chapter as the parser found it.
  public record Chapter(
      String chapterId,
      int number,
      String title,
      @Nullable String heading,
      @Nullable String part,
      int words) {}

  /// A chapter and how far it is.
  public record Progress(
      String chapterId,
      int number,
      String title,
      StageStatus format,
      StageStatus tts,
      @Nullable String error,
      @Nullable String cause) {
    /// Whether the latest run that wanted the chapter has both its text and its audio.
    public boolean isComplete() {
      return format == StageStatus.COMPLETE && tts == StageStatus.COMPLETE;
    }
  }

  /// Makes the book's chapters exactly these. Chapters that an earlier parse had and this one has
  /// not are removed with all that hangs on them; numbers move only after that, as they are unique
  /// within a book.
  public static void replace(
      Connection connection, String bookId, List<Chapter> chapters, Instant now)
      throws SQLException {
    removeOthers(connection, bookId, chapters.stream().map(Chapter::chapterId).toList());
    var sql =
        """
        insert into public.chapters (book_id, chapter_id, number, title, heading, part, words, updated_at)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (book_id, chapter_id) do update
          set number = excluded.number, title = excluded.title, heading = excluded.heading,
              part = excluded.part, words = excluded.words, updated_at = excluded.updated_at
        """;
    try (var statement = connection.prepareStatement(sql)) {
      for (var chapter : chapters) {
        statement.setString(1, bookId);
        statement.setString(2, chapter.chapterId());
        statement.setInt(3, chapter.number());
        statement.setString(4, chapter.title());
        statement.setString(5, chapter.heading());
        statement.setString(6, chapter.part());
        statement.setInt(7, chapter.words());
        statement.setObject(8, utc(now));
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static void removeOthers(
      Connection connection, String bookId, Collection<String> chapterIds) throws SQLException {
    var sql = "delete from public.chapters where book_id = ? and chapter_id <> all (?)";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, bookId);
      statement.setArray(2, connection.createArrayOf("text", chapterIds.toArray()));
      statement.executeUpdate();
    }
  }

  /// Begins a run's count: every chapter of the book in `wanted` is 'pending' and every other one
  /// 'skipped', whatever an earlier run made of it. Its work is not lost: a stage that finds its
  /// result there says 'complete' at once. Keeping the earlier status instead would report a
  /// chapter that fails now as complete, with the audio of another text or voice.
  public static void select(Connection connection, String bookId, Set<String> wanted, Instant now)
      throws SQLException {
    var sql =
        """
        insert into public.chapter_processing (book_id, chapter_id, format_status, tts_status, updated_at)
        select c.book_id, c.chapter_id, w.status, w.status, ?
          from public.chapters c
         cross join lateral (select case when c.chapter_id = any (?) then 'pending' else 'skipped' end as status) w
         where c.book_id = ?
        on conflict (book_id, chapter_id) do update
          set format_status = excluded.format_status, tts_status = excluded.tts_status,
              error_name = null, error_cause = null, updated_at = excluded.updated_at
        """;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setObject(1, utc(now));
      statement.setArray(2, connection.createArrayOf("text", wanted.toArray()));
      statement.setString(3, bookId);
      statement.executeUpdate();
    }
  }

  /// Makes 'pending' what an earlier run left 'processing': it was stopped from outside, where no
  /// state could write that down.
  public static void forgetWorkUnderWay(Connection connection, String bookId, Instant now)
      throws SQLException {
    var sql =
        """
        update public.chapter_processing
           set format_status = case format_status when 'processing' then 'pending' else format_status end,
               tts_status = case tts_status when 'processing' then 'pending' else tts_status end,
               updated_at = ?
         where book_id = ? and 'processing' in (format_status, tts_status)
        """;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setObject(1, utc(now));
      statement.setString(2, bookId);
      statement.executeUpdate();
    }
  }

  /// Sets the status of one chapter's stage; a `failure` is stored, and success forgets an earlier
  /// one. Returns false when the chapter does not exist.
  public static boolean stage(
      Connection connection,
      String bookId,
      String chapterId,
      Stage stage,
      StageStatus status,
      @Nullable Failure failure,
      Instant now)
      throws SQLException {
    var column =
        switch (stage) {
          case FORMAT, TTS -> stage.word() + "_status";
          case SCRAPE, PARSE, ASSEMBLE, FINALIZE ->
              throw new IllegalArgumentException(stage + " is a stage of books, not of chapters");
        };
    var sql =
        """
        update public.chapter_processing
           set %s = ?, error_name = ?, error_cause = ?, updated_at = ?
         where book_id = ? and chapter_id = ?
        """
            .formatted(column);
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, status.word());
      statement.setString(2, failure == null ? null : failure.error());
      statement.setString(3, failure == null ? null : failure.cause());
      statement.setObject(4, utc(now));
      statement.setString(5, bookId);
      statement.setString(6, chapterId);
      return statement.executeUpdate() == 1;
    }
  }

  /// All chapters of the book in reading order.
  public static List<Progress> progress(Connection connection, String bookId) throws SQLException {
    var sql =
        """
        select c.chapter_id, c.number, c.title, p.format_status, p.tts_status, p.error_name, p.error_cause
          from public.chapters c
          join public.chapter_processing p using (book_id, chapter_id)
         where c.book_id = ?
         order by c.number
        """;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, bookId);
      try (var row = statement.executeQuery()) {
        var all = new ArrayList<Progress>();
        while (row.next()) {
          all.add(
              new Progress(
                  row.getString("chapter_id"),
                  row.getInt("number"),
                  row.getString("title"),
                  StageStatus.of(row.getString("format_status")),
                  StageStatus.of(row.getString("tts_status")),
                  row.getString("error_name"),
                  row.getString("error_cause")));
        }
        return all;
      }
    }
  }
}
