package io.millrace.pipelines.book.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BookDatabaseTest {
  private static final Instant T0 = Instant.parse("2026-11-23T12:00:00Z");

  private final BookDatabase database = TestServers.database();

  @Test
  void psqlListsTheSixTablesAndNothingElse() {
    // What \dt asks for, in short: ordinary tables in the search path.
    var tables =
        column(
            """
            select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p') and n.nspname = 'public' order by 1
            """);

    assertThat(tables)
        .containsExactly(
            "book_processing",
            "books",
            "chapter_content",
            "chapter_processing",
            "chapters",
            "processing_logs");
  }

  @Test
  void migratingAgainChangesNothing() {
    database.migrate();
    database.migrate();

    assertThat(
            column(
                "select count(*)::text from book_pipeline_migrations.flyway_schema_history where"
                    + " type = 'SQL'"))
        .containsExactly("1");
  }

  @Test
  void aFailedBookKeepsItsReasonAndItsStagesUnderWayFailToo() {
    database.change(
        connection -> {
          BookTable.upsert(connection, "db-1", BookStatus.QUEUED, "http://x/", null, T0);
          BookTable.stage(connection, "db-1", Stage.SCRAPE, StageStatus.COMPLETE, T0);
          BookTable.stage(connection, "db-1", Stage.PARSE, StageStatus.PROCESSING, T0);
          BookTable.fail(connection, "db-1", new Failure("a.B", "because"), T0.plusSeconds(1));
        });

    assertThat(
            column(
                "select concat_ws('|', status, error_name, error_cause) from books where book_id ="
                    + " 'db-1'"))
        .containsExactly("failed|a.B|because");
    assertThat(
            column(
                "select concat_ws('|', scrape_status, parse_status, tts_status) from"
                    + " book_processing where book_id = 'db-1'"))
        .containsExactly("complete|failed|pending");
  }

  @Test
  void aNewRunForgetsTheReasonOfTheLast() {
    database.change(
        connection -> {
          BookTable.fail(connection, "db-2", new Failure("a.B", "because"), T0);
          BookTable.upsert(connection, "db-2", BookStatus.QUEUED, "http://x/", null, T0);
        });

    assertThat(
            column(
                "select concat_ws('|', status, error_name, source_url) from books where book_id ="
                    + " 'db-2'"))
        .containsExactly("queued|http://x/");
  }

  @Test
  void aRunsChaptersArePendingAndTheOthersSkippedWhateverAnEarlierRunMade() {
    database.change(
        connection -> {
          chapters(connection, "db-3", 3);
          ChapterTable.select(connection, "db-3", Set.of("ch_001", "ch_002"), T0);
          ChapterTable.stage(
              connection, "db-3", "ch_001", Stage.TTS, StageStatus.COMPLETE, null, T0);
          ChapterTable.stage(
              connection,
              "db-3",
              "ch_002",
              Stage.TTS,
              StageStatus.FAILED,
              new Failure("a.B", "no"),
              T0);
          ChapterTable.select(connection, "db-3", Set.of("ch_002", "ch_003"), T0);
        });

    var progress = database.inTransaction(c -> ChapterTable.progress(c, "db-3"));
    assertThat(progress)
        .extracting(ChapterTable.Progress::tts)
        .containsExactly(StageStatus.SKIPPED, StageStatus.PENDING, StageStatus.PENDING);
    assertThat(progress).extracting(ChapterTable.Progress::error).containsOnlyNulls();
  }

  @Test
  void chaptersThatANewParseDoesNotHaveAreRemoved() {
    database.change(
        connection -> {
          chapters(connection, "db-4", 3);
          ChapterTable.select(connection, "db-4", Set.of("ch_001"), T0);
          chapters(connection, "db-4", 2);
        });

    List<ChapterTable.Progress> left =
        database.inTransaction(c -> ChapterTable.progress(c, "db-4"));
    assertThat(left).hasSize(2);
  }

  @Test
  void aRunHasOneLogRowPerStageAndARepeatDoesNotHideTheWork() {
    database.change(
        connection -> {
          BookTable.ensure(connection, "db-5", T0);
          log("run-1", Outcome.COMPLETE).upsert(connection, T0);
          log("run-1", Outcome.UNCHANGED).upsert(connection, T0);
          log("run-2", Outcome.FAILED).upsert(connection, T0);
          log("run-2", Outcome.UNCHANGED).upsert(connection, T0);
        });

    assertThat(
            column(
                "select run_id || ' ' || outcome from processing_logs where book_id = 'db-5' order"
                    + " by 1"))
        .containsExactly("run-1 complete", "run-2 unchanged");
  }

  @Test
  void aConnectionCutInTheMiddleIsWorthARepeatAndNothingIsHalfWritten() {
    assertThatThrownBy(
            () ->
                database.change(
                    connection -> {
                      BookTable.ensure(connection, "db-6", T0);
                      execute(connection, "select pg_terminate_backend(pg_backend_pid())");
                    }))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("book_pipeline");

    assertThat(column("select book_id from books where book_id = 'db-6'")).isEmpty();
  }

  @Test
  void aBrokenConstraintIsRefusedForGood() {
    assertThatThrownBy(
            () ->
                database.change(
                    connection ->
                        execute(
                            connection,
                            "insert into books (book_id, status, created_at, updated_at) values"
                                + " ('db-7', 'done', now(), now())")))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("23514");
  }

  private static ProcessingLog log(String run, Outcome outcome) {
    return new ProcessingLog("db-5", null, Stage.PARSE, run, outcome, Duration.ofMillis(7), null);
  }

  private static void chapters(Connection connection, String bookId, int count)
      throws SQLException {
    BookTable.ensure(connection, bookId, T0);
    var chapters = new ArrayList<ChapterTable.Chapter>();
    for (var number = 1; number <= count; number++) {
      chapters.add(
          new ChapterTable.Chapter(
              ArtifactKeys.chapterId(number), number, "Title " + number, null, null, 10));
    }
    ChapterTable.replace(connection, bookId, chapters, T0);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> column(String sql) {
    return database.inTransaction(
        connection -> {
          try (var statement = connection.createStatement();
              var rows = statement.executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
              values.add(rows.getString(1));
            }
            return values;
          }
        });
  }
}
