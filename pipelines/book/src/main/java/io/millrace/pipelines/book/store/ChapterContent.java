package io.millrace.pipelines.book.store;

import static io.millrace.pipelines.book.store.BookTable.utc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Table `chapter_content`: what a stage made of a chapter, keyed as the idempotency key is.
///
/// @param characters of the text that was made or spoken, where that is known
public record ChapterContent(
    String chapterId,
    Stage stage,
    ObjectLocation location,
    long bytes,
    @Nullable Long characters,
    Fingerprint fingerprint) {

  public void upsert(Connection connection, String bookId, Instant now) throws SQLException {
    var sql =
        """
        insert into public.chapter_content as t
          (book_id, chapter_id, stage, s3_bucket, s3_key, bytes, characters, fingerprint, updated_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (book_id, chapter_id, stage) do update
          set s3_bucket = excluded.s3_bucket, s3_key = excluded.s3_key, bytes = excluded.bytes,
              characters = coalesce(excluded.characters, t.characters), fingerprint = excluded.fingerprint,
              updated_at = excluded.updated_at
        """;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, bookId);
      statement.setString(2, chapterId);
      statement.setString(3, stage.word());
      statement.setString(4, location.bucket());
      statement.setString(5, location.key());
      statement.setLong(6, bytes);
      statement.setObject(7, characters);
      statement.setString(8, fingerprint.value());
      statement.setObject(9, utc(now));
      statement.executeUpdate();
    }
  }

  /// What `stage` made of each chapter of the book, in reading order.
  public static List<ChapterContent> of(Connection connection, String bookId, Stage stage)
      throws SQLException {
    var sql =
        """
        select t.chapter_id, t.s3_bucket, t.s3_key, t.bytes, t.characters, t.fingerprint
          from public.chapter_content t
          join public.chapters c using (book_id, chapter_id)
         where t.book_id = ? and t.stage = ?
         order by c.number
        """;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, bookId);
      statement.setString(2, stage.word());
      try (var row = statement.executeQuery()) {
        var all = new ArrayList<ChapterContent>();
        while (row.next()) {
          all.add(
              new ChapterContent(
                  row.getString("chapter_id"),
                  stage,
                  new ObjectLocation(row.getString("s3_bucket"), row.getString("s3_key")),
                  row.getLong("bytes"),
                  row.getObject("characters", Long.class),
                  new Fingerprint(row.getString("fingerprint"))));
        }
        return all;
      }
    }
  }
}
