package io.millrace.pipelines.book.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.pipelines.book.parse.EmptyBookException;
import io.millrace.pipelines.book.store.ArtifactStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class HandlerContractTest {
  @TempDir private Path folder;

  private Workshop workshop;
  private String bookId;
  private Path source;

  @BeforeEach
  void aBookOfTwoChapters(TestInfo test) {
    bookId = test.getTestMethod().orElseThrow().getName();
    workshop = new Workshop(folder, bookId);
    source = workshop.source("One", "it began", "Two", "it ended");
  }

  @Test
  void aDryRunCountsAndPricesAndTouchesNothing() {
    var answer = workshop.call(BookFunction.PARSE, "sourceUrl", source.toString(), "dryRun", true);

    assertThat(answer)
        .containsEntry("characters", (long) "ONE.\n\nIT BEGANTWO.\n\nIT ENDED".length())
        .containsEntry("chapterCount", 2);
    assertThat(answer.get("price"))
        .isEqualTo(Map.of("provider", "espeak", "amount", 0.028, "currency", "EUR"));
    assertThat(String.valueOf(answer.get("chapters"))).contains("ch_001", "characters=14");
    assertNothingWasTouched();
  }

  @ParameterizedTest
  @EnumSource(BookFunction.class)
  void everyFunctionHonoursADryRun(BookFunction function) {
    workshop.call(
        function,
        "sourceUrl",
        source.toString(),
        "chapterId",
        "ch_001",
        "status",
        status(function),
        "dryRun",
        true);

    assertNothingWasTouched();
    assertThat(workshop.spoken).isEmpty();
  }

  @Test
  void theNamesOfTheTaskListAreUnderstood() {
    var input = new LinkedHashMap<String, Object>();
    input.put("book_id", bookId);
    input.put("source_url", source.toString());

    var answer = new ScraperHandler(workshop.services()).handleRequest(input, null);

    assertThat(answer)
        .containsEntry("bookId", bookId)
        .containsEntry("rawS3Key", "raw/" + bookId + "/book.txt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../up", "a/b", ".hidden", "a b"})
  void anIdThatCouldLeaveItsFolderIsRefused(String id) {
    assertThatThrownBy(
            () ->
                new UpsertBookHandler(workshop.services())
                    .handleRequest(Map.of("bookId", id, "status", "queued"), null))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("bookId");
  }

  @Test
  void anIdempotencyKeyOfOtherWorkIsRefused() {
    assertThatThrownBy(
            () ->
                workshop.call(
                    BookFunction.GENERATE_AUDIO,
                    "chapterId",
                    "ch_001",
                    "idempotencyKey",
                    bookId + ":ch_002:tts"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(bookId + ":ch_001:tts");
  }

  @Test
  void unknownStatusesAreRefusedWithTheWordsThatAreKnown() {
    assertThatThrownBy(() -> workshop.call(BookFunction.UPSERT_BOOK, "status", "done"))
        .hasMessageContaining("queued, scraped, parsed, complete, partial, failed");
    assertThatThrownBy(
            () ->
                workshop.call(
                    BookFunction.UPDATE_CHAPTER_STATUS, "chapterId", "ch_001", "status", "done"))
        .hasMessageContaining("formatted, format_failed, audio_complete or tts_failed");
  }

  @Test
  void finalizingABookThatWasNeverParsedSaysSo() {
    assertThatThrownBy(() -> workshop.call(BookFunction.FINALIZE_BOOK))
        .isInstanceOf(BookUnknownException.class)
        .hasMessageContaining(bookId);
  }

  @Test
  void eachStageWritesOneLineOfJson() throws IOException {
    var lines = new ByteArrayOutputStream();
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var logger = (Logger) LoggerFactory.getLogger("io.millrace.pipelines.book.stage");
    var appender = appender(context, lines);
    logger.addAppender(appender);
    logger.setLevel(Level.INFO);
    try {
      workshop.run(source, "runId", "run-1");
    } finally {
      logger.setLevel(null);
      logger.detachAppender(appender);
    }

    var text = lines.toString(UTF_8).lines().toList();
    assertThat(text).hasSize(8);
    var line = new ObjectMapper().readTree(text.get(2)).path("kvpList").toString();
    assertThat(line)
        .contains(
            "{\"bookId\":\"" + bookId + "\"}",
            "{\"chapterId\":\"ch_001\"}",
            "{\"stage\":\"format\"}",
            "{\"elapsedMs\":\"0\"}",
            "{\"outcome\":\"complete\"}");
  }

  private static OutputStreamAppender<ILoggingEvent> appender(
      LoggerContext context, ByteArrayOutputStream lines) {
    var encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.start();
    var appender = new OutputStreamAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setOutputStream(lines);
    appender.start();
    return appender;
  }

  @Test
  void temporaryFilesAreGoneAfterSuccessAndFailure() throws IOException {
    workshop.run(source);
    var blank = workshop.source("", "");
    assertThatThrownBy(() -> workshop.run(blank, "scrapeOptions", Map.of("force", true)))
        .isInstanceOf(EmptyBookException.class);

    try (var left = Files.list(folder.resolve("work"))) {
      assertThat(left).isEmpty();
    }
  }

  private static String status(BookFunction function) {
    return function == BookFunction.UPDATE_CHAPTER_STATUS ? "formatted" : "queued";
  }

  private void assertNothingWasTouched() {
    assertThat(workshop.rows("select book_id from books where book_id = $book")).isEmpty();
    ArtifactStore objects = workshop.objects;
    for (var key :
        List.of(
            "raw/%s/book.txt",
            "raw/%s/metadata.json",
            "parsed/%s/manifest.json",
            "formatted/%s/ch_001.txt",
            "audio/%s/ch_001.mp3")) {
      assertThat(objects.head(workshop.at(key.formatted(bookId)))).isEmpty();
    }
  }
}
