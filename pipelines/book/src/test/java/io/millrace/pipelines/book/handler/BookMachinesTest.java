package io.millrace.pipelines.book.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.pipelines.book.Definitions;
import io.millrace.pipelines.book.audio.process.ToolInterruptedException;
import io.millrace.pipelines.book.provider.ProviderKeyRejectedException;
import io.millrace.pipelines.book.provider.ProviderRefusedException;
import io.millrace.pipelines.book.provider.ProviderThrottledException;
import io.millrace.pipelines.book.scrape.SourceNotFoundException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Both definitions on the real engine with the real handlers.
class BookMachinesTest {
  @TempDir private Path folder;

  private Workshop workshop;
  private String bookId;
  private Path source;

  @BeforeEach
  void aBookOfThreeChapters(TestInfo test) {
    bookId =
        test.getTestMethod().orElseThrow().getName().substring(0, 20)
            + Integer.toHexString(test.getDisplayName().hashCode());
    workshop = new Workshop(folder, bookId);
    source = workshop.source("One", "it began", "Two", "it went on", "Three", "it ended");
  }

  @ParameterizedTest
  @ValueSource(strings = {Definitions.BOOK, Definitions.BLUEPRINT})
  void aBookIsMadeFromTheSmallestInput(String definition) {
    var run = run(definition, Map.of());

    assertThat(run.status()).as("%s", run.history.getLast()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(run.output().path("status").asText()).isEqualTo("complete");
    assertThat(run.output().path("audiobookS3Key").asText())
        .isEqualTo("audio/" + bookId + "/" + bookId + ".m4b");
    assertThat(workshop.rows("select status from books where book_id = $book"))
        .containsExactly("complete");
    assertThat(workshop.spoken).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {Definitions.BOOK, Definitions.BLUEPRINT})
  void theTaskListsNamesAreUnderstood(String definition) {
    var run =
        MachineRun.of(
            workshop,
            definition,
            "run-1",
            Map.of("book_id", bookId, "source_url", source.toString()));

    assertThat(run.status()).as("%s", run.history.getLast()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @ParameterizedTest
  @ValueSource(strings = {Definitions.BOOK, Definitions.BLUEPRINT})
  void anInputWithoutASourceIsRefusedByName(String definition) {
    var run = MachineRun.of(workshop, definition, "run-1", Map.of("bookId", bookId));

    assertThat(run.failure().error()).isEqualTo("BookPipeline.InputIncomplete");
    assertThat(workshop.rows("select status from books where book_id = $book")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {Definitions.BOOK, Definitions.BLUEPRINT})
  void aDryRunEndsWithCountsAndPriceAndTouchesNothing(String definition) {
    var run = run(definition, Map.of("dryRun", true, "chapters", "1-2"));

    assertThat(run.status()).as("%s", run.history.getLast()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(run.output().path("chapters")).hasSize(2);
    assertThat(run.output().path("characters").asLong()).isPositive();
    assertThat(run.output().path("price").path("currency").asText()).isEqualTo("EUR");
    assertThat(workshop.rows("select status from books where book_id = $book")).isEmpty();
    assertThat(workshop.objects.head(workshop.at("raw/" + bookId + "/book.txt"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {Definitions.BOOK, Definitions.BLUEPRINT})
  void oneBadChapterIsToleratedAndNamed(String definition) {
    workshop.refusals.put("WENT ON", new ProviderRefusedException("espeak", "It will not."));

    var run = run(definition, Map.of());

    assertThat(run.status()).as("%s", run.history.getLast()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(run.output().path("status").asText()).isEqualTo("partial");
    assertThat(run.output().path("failedChapters").toString()).isEqualTo("[\"ch_002\"]");
    assertThat(
            workshop.rows(
                "select concat_ws('|', tts_status, error_cause) from chapter_processing where"
                    + " book_id = $book order by chapter_id"))
        .containsExactly("complete", "failed|It will not.", "complete");
  }

  @ParameterizedTest
  @ValueSource(strings = {Definitions.BOOK, Definitions.BLUEPRINT})
  void aFailureThatEveryChapterWouldShareStopsTheBookWithItsOwnName(String definition) {
    workshop.refusals.put("IT", new ProviderKeyRejectedException("espeak", "The key is wrong."));

    var run =
        run(definition, Map.of("limits", Map.of("formatConcurrency", 1, "ttsConcurrency", 1)));

    assertThat(run.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(run.failure().error()).isEqualTo(ProviderKeyRejectedException.class.getName());
    assertThat(run.failure().cause()).contains("\"errorMessage\":\"The key is wrong.\"");
    assertThat(workshop.spoken).hasSize(1);
    assertThat(
            workshop.rows(
                "select concat_ws('|', status, error_name, error_cause) from books where book_id ="
                    + " $book"))
        .containsExactly(
            "failed|" + ProviderKeyRejectedException.class.getName() + "|The key is wrong.");
  }

  @ParameterizedTest
  @ValueSource(strings = {Definitions.BOOK, Definitions.BLUEPRINT})
  void aMissingSourceFailsTheExecutionAndTheBookWithTheOriginalError(String definition) {
    var run =
        MachineRun.of(
            workshop,
            definition,
            "run-1",
            Map.of("bookId", bookId, "sourceUrl", folder.resolve("none.epub").toString()));

    assertThat(run.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(run.failure().error()).isEqualTo(SourceNotFoundException.class.getName());
    assertThat(run.failure().cause()).contains("none.epub", "errorType");
    assertThat(
            workshop.rows(
                "select concat_ws('|', status, error_name) from books where book_id = $book"))
        .containsExactly("failed|" + SourceNotFoundException.class.getName());
  }

  @ParameterizedTest
  @ValueSource(strings = {Definitions.BOOK, Definitions.BLUEPRINT})
  void aBookOfWhichNothingCouldBeSpokenFailsWithTheFirstReason(String definition) {
    workshop.refusals.put("IT", new ProviderRefusedException("espeak", "It will not."));

    var run = run(definition, Map.of());

    assertThat(run.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(run.failure().error()).isEqualTo(ProviderRefusedException.class.getName());
    assertThat(run.failure().cause()).contains("ch_001", "It will not.");
    assertThat(workshop.rows("select status from books where book_id = $book"))
        .containsExactly("failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {Definitions.BOOK, Definitions.BLUEPRINT})
  void aThrottledVoiceIsAskedAgainUnderTheNameThatItThrows(String definition) {
    workshop.refusals.put(
        "WENT ON", new ProviderThrottledException("espeak", "Slow down.", Duration.ofSeconds(1)));

    var run = run(definition, Map.of());

    assertThat(run.output().path("failedChapters").toString()).isEqualTo("[\"ch_002\"]");
    assertThat(workshop.spoken.stream().filter(text -> text.contains("WENT ON"))).hasSize(9);
  }

  @ParameterizedTest
  @ValueSource(strings = {Definitions.BOOK, Definitions.BLUEPRINT})
  void aVoiceThatWasStoppedWithItsProcessIsAskedAgain(String definition) {
    workshop.refusals.put("WENT ON", new ToolInterruptedException("espeak was stopped.", null));

    run(definition, Map.of());

    assertThat(workshop.spoken.stream().filter(text -> text.contains("WENT ON"))).hasSize(9);
  }

  @ParameterizedTest
  @ValueSource(strings = {Definitions.BOOK, Definitions.BLUEPRINT})
  void chosenChaptersAreTheOnlyOnesInTheMaps(String definition) {
    var run = run(definition, Map.of("chapters", "2-3"));

    assertThat(run.output().path("skippedChapters").toString()).isEqualTo("[\"ch_001\"]");
    assertThat(workshop.spoken).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {Definitions.BOOK, Definitions.BLUEPRINT})
  void aMachineSwitchedOffForTwoDaysInEveryStageGoesOnWhereItWas(String definition) {
    var run =
        MachineRun.of(
            workshop,
            definition,
            "run-1",
            Map.of("bookId", bookId, "sourceUrl", source.toString()),
            Duration.ofDays(2));

    assertThat(run.pauses())
        .contains(
            "book-scraper",
            "book-parse",
            "book-format-chapter",
            "book-generate-audio",
            "book-assemble",
            "book-finalize",
            "book-upsert queued",
            "book-upsert parsed");
    assertThat(run.status()).as("%s", run.history.getLast()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(run.output().path("status").asText()).isEqualTo("complete");
    assertThat(workshop.spoken).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {Definitions.BOOK, Definitions.BLUEPRINT})
  void whatARunLeftUnderWayWhenItWasAbortedIsCorrectedByTheNext(String definition) {
    run(definition, Map.of());
    workshop.change(
        "update book_processing set format_status = 'processing', assemble_status = 'processing'"
            + " where book_id = $book");
    workshop.change(
        "update chapter_processing set tts_status = 'processing' where book_id = $book");

    MachineRun.of(
        workshop,
        definition,
        "run-2",
        Map.of("bookId", bookId, "sourceUrl", folder.resolve("none.epub").toString()));

    assertThat(
            workshop.rows(
                "select concat_ws('|', scrape_status, parse_status, format_status, tts_status,"
                    + " assemble_status) from book_processing where book_id = $book"))
        .containsExactly("failed|pending|pending|pending|pending");
    assertThat(
            workshop.rows(
                "select distinct tts_status from chapter_processing where book_id = $book"))
        .containsExactly("pending");
  }

  @Test
  void eventsPerChapterAreAsTheDefinitionsSay() {
    assertThat(eventsPerChapter(Definitions.BOOK)).isEqualTo(14);
    assertThat(eventsPerChapter(Definitions.BLUEPRINT)).isEqualTo(22);
  }

  private int eventsPerChapter(String definition) {
    var all = run(definition, Map.of("chapters", "1-3")).history.size();
    return (all - run(definition, Map.of("chapters", "1-2")).history.size());
  }

  private MachineRun run(String definition, Map<String, ?> more) {
    var input = new HashMap<String, Object>(more);
    input.put("bookId", bookId);
    input.put("sourceUrl", source.toString());
    return MachineRun.of(workshop, definition, "run-1", input);
  }
}
