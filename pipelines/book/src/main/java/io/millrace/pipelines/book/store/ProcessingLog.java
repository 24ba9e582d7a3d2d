package io.millrace.pipelines.book.store;

import static io.millrace.pipelines.book.store.BookTable.utc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Table `processing_logs`: one row per stage, chapter and run.
///
/// @param chapterId null for the book's own stages
/// @param runId the execution that asked; the empty text when a handler was called by hand
public record ProcessingLog(
    String bookId,
    @Nullable String chapterId,
    Stage stage,
    String runId,
    Outcome outcome,
    Duration elapsed,
    @Nullable String message) {

  /// Writes the row. A call repeated within the run replaces it, except that "unchanged" never
  /// hides the "complete" of the same run: that is a repeat after a crash, and the work was done in
  /// this run.
  public void upsert(Connection connection, Instant now) throws SQLException {
    var sql =
        """
        insert into public.processing_logs as l
          (book_id, chapter_id, stage, run_id, outcome, elapsed_ms, message, logged_at)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (book_id, chapter_id, stage, run_id) do update
          set outcome = excluded.outcome, elapsed_ms = excluded.elapsed_ms,
              message = excluded.message, logged_at = excluded.logged_at
          where l.outcome <> 'complete' or excluded.outcome <> 'unchanged'
        """;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, bookId);
      statement.setString(2, chapterId == null ? "" : chapterId);
      statement.setString(3, stage.word());
      statement.setString(4, runId);
      statement.setString(5, outcome.word());
      statement.setLong(6, elapsed.toMillis());
      statement.setString(7, message);
      statement.setObject(8, utc(now));
      statement.executeUpdate();
    }
  }
}
