package io.millrace.pipelines.book.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.pipelines.book.audio.AudioChapter;
import io.millrace.pipelines.book.audio.process.ToolInterruptedException;
import io.millrace.pipelines.book.provider.ProviderRefusedException;
import io.millrace.pipelines.book.scrape.SourceNotFoundException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class BookRunTest {
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
  void everyStageLeavesItsObjectsItsStatusesAndOneLogRow() {
    var answer = workshop.run(source, "runId", "run-1");

    assertThat(answer).containsEntry("status", "complete").containsEntry("completeChapters", 2);
    assertThat(workshop.objects.readText(workshop.at("raw/" + bookId + "/book.txt")))
        .startsWith("# One");
    assertThat(workshop.objects.readText(workshop.at("raw/" + bookId + "/metadata.json")))
        .contains("\"sha256\"", "\"source\"", "\"fetchedAt\" : \"2026-11-23T12:00:00Z\"");
    assertThat(workshop.objects.readText(workshop.at("formatted/" + bookId + "/ch_001.txt")))
        .isEqualTo("ONE.\n\nIT BEGAN");
    assertThat(workshop.objects.readText(workshop.at("audio/" + bookId + "/ch_002.mp3")))
        .isEqualTo("[en-GB]TWO.\n\nIT ENDED");
    assertThat(workshop.objects.readText(workshop.at("audio/" + bookId + "/" + bookId + ".m4b")))
        .isEqualTo("[en-GB]ONE.\n\nIT BEGAN[en-GB]TWO.\n\nIT ENDED");

    assertThat(
            workshop.rows(
                "select concat_ws('|', status, title, language, chapter_count,"
                    + " array_to_string(authors, ',')) from books where book_id = $book"))
        .containsExactly("complete|A Test|en-GB|2|Nobody");
    assertThat(
            workshop.rows(
                "select concat_ws('|', scrape_status, parse_status, format_status, tts_status,"
                    + " assemble_status) from book_processing where book_id = $book"))
        .containsExactly("complete|complete|complete|complete|complete");
    assertThat(
            workshop.rows(
                "select concat_ws('|', chapter_id, format_status, tts_status) from"
                    + " chapter_processing where book_id = $book order by 1"))
        .containsExactly("ch_001|complete|complete", "ch_002|complete|complete");
    assertThat(
            workshop.rows(
                "select concat_ws('|', chapter_id, stage, bytes > 0, characters > 0) from"
                    + " chapter_content where book_id = $book order by 1"))
        .containsExactly(
            "ch_001|format|t|t",
            "ch_001|parse|t|t",
            "ch_001|tts|t|t",
            "ch_002|format|t|t",
            "ch_002|parse|t|t",
            "ch_002|tts|t|t");
    assertThat(
            workshop.rows(
                "select concat_ws('|', stage, chapter_id, outcome) from processing_logs where"
                    + " book_id = $book order by 1"))
        .containsExactly(
            "assemble||complete",
            "finalize||complete",
            "format|ch_001|complete",
            "format|ch_002|complete",
            "parse||complete",
            "scrape||complete",
            "tts|ch_001|complete",
            "tts|ch_002|complete");
  }

  @Test
  void aSecondRunDoesNoWorkTwice() {
    workshop.run(source, "runId", "run-1");
    var answer = workshop.run(source, "runId", "run-2");

    assertThat(answer).containsEntry("status", "complete");
    assertThat(workshop.parsed).hasSize(1);
    assertThat(workshop.formatted).hasSize(2);
    assertThat(workshop.spoken).hasSize(2);
    assertThat(workshop.assembled).hasSize(1);
    assertThat(
            workshop.rows(
                "select distinct outcome from processing_logs where book_id = $book and run_id ="
                    + " 'run-2' order by 1"))
        .containsExactly("complete", "unchanged");
  }

  @Test
  void aForcedRunDoesAllOfItAgainAndOnlyOnce() {
    workshop.run(source, "runId", "run-1");
    workshop.run(source, "runId", "run-2", "force", true);
    workshop.run(source, "runId", "run-2", "force", true);

    assertThat(workshop.parsed).hasSize(2);
    assertThat(workshop.formatted).hasSize(4);
    assertThat(workshop.spoken).hasSize(4);
    assertThat(workshop.assembled).hasSize(2);
  }

  @Test
  void anotherVoiceSpeaksAgainButFormatsNothing() {
    workshop.run(source);
    workshop.run(source, "ttsOptions", Map.of("voiceId", "someone"));

    assertThat(workshop.formatted).hasSize(2);
    assertThat(workshop.spoken).hasSize(4);
    assertThat(workshop.assembled.getLast().narrator()).isEqualTo("espeak, someone");
  }

  @Test
  void audioWhoseRowsWereLostIsRecordedAndNotSpokenAgain() {
    workshop.run(source);
    workshop.change(
        "update chapter_processing set tts_status = 'processing' where book_id = $book");
    workshop.change("delete from chapter_content where stage = 'tts' and book_id = $book");

    workshop.call(BookFunction.GENERATE_AUDIO, "chapterId", "ch_001");

    assertThat(workshop.spoken).hasSize(2);
    assertThat(
            workshop.rows(
                "select c.s3_key || ' ' || p.tts_status from chapter_content c join"
                    + " chapter_processing p using (book_id, chapter_id) where c.book_id = $book"
                    + " and stage = 'tts'"))
        .containsExactly("audio/" + bookId + "/ch_001.mp3 complete");
  }

  @Test
  void theAudiobookIsMadeOfTheFramesThatTheVoiceGaveWithTheMp3() {
    workshop.givesFrames = true;

    workshop.run(source);

    assertThat(workshop.assembled.getLast().chapters())
        .extracting(AudioChapter::encoding)
        .containsOnly(AudioChapter.Encoding.AAC);
    assertThat(workshop.objects.readText(workshop.at("audio/" + bookId + "/" + bookId + ".m4b")))
        .startsWith("frames of ONE.");
  }

  @Test
  void framesOfAnotherTextOrVoiceAreNotTaken() {
    workshop.givesFrames = true;
    workshop.run(source);
    var frames = workshop.at("audio/" + bookId + "/ch_001.aac");
    // As a run leaves it that was killed between the frames of another voice and their MP3.
    workshop.objects.put(frames, "strange".getBytes(UTF_8), "x/y", Map.of("fingerprint", "other"));
    workshop.run(source, "runId", "run-2", "assembleOptions", Map.of("force", "true"));

    assertThat(workshop.assembled).hasSize(2);
    assertThat(workshop.assembled.getLast().chapters())
        .extracting(AudioChapter::encoding)
        .containsExactly(AudioChapter.Encoding.MP3, AudioChapter.Encoding.AAC);
    assertThat(workshop.spoken).hasSize(2);
  }

  @Test
  void aVoiceWithoutFramesLeavesNoneOfTheVoiceBefore() {
    workshop.givesFrames = true;
    workshop.run(source);
    workshop.givesFrames = false;

    workshop.run(source, "ttsOptions", Map.of("voiceId", "someone"));

    assertThat(workshop.objects.head(workshop.at("audio/" + bookId + "/ch_001.aac"))).isEmpty();
    assertThat(workshop.assembled.getLast().chapters())
        .extracting(AudioChapter::encoding)
        .containsOnly(AudioChapter.Encoding.MP3);
  }

  @Test
  void audioThatDisappearedIsSpokenAgainWhateverTheRowsSay() {
    workshop.run(source);
    workshop.objects.put(
        workshop.at("audio/" + bookId + "/ch_001.mp3"), "broken".getBytes(UTF_8), "x/y", Map.of());

    workshop.call(BookFunction.GENERATE_AUDIO, "chapterId", "ch_001");

    assertThat(workshop.spoken).hasSize(3);
    assertThat(workshop.objects.readText(workshop.at("audio/" + bookId + "/ch_001.mp3")))
        .contains("IT BEGAN");
  }

  @Test
  void aChapterThatFailsLeavesTheOthersAndTheBookIsPartial() {
    workshop.refusals.put("ENDED", new ProviderRefusedException("espeak", "It will not say that."));

    var answer = workshop.run(source);

    assertThat(answer)
        .containsEntry("status", "partial")
        .containsEntry("failedChapters", List.of("ch_002"));
    assertThat(workshop.objects.head(workshop.at("audio/" + bookId + "/ch_002.mp3"))).isEmpty();
    assertThat(workshop.assembled.getFirst().chapters()).hasSize(1);
    assertThat(
            workshop.rows(
                "select concat_ws('|', status, error_name) from books where book_id = $book"))
        .containsExactly("partial");
    assertThat(
            workshop.rows(
                "select concat_ws('|', tts_status, error_name, error_cause) from chapter_processing"
                    + " where book_id = $book order by chapter_id"))
        .containsExactly(
            "complete",
            "failed|" + ProviderRefusedException.class.getName() + "|It will not say that.");
    assertThat(workshop.rows("select tts_status from book_processing where book_id = $book"))
        .containsExactly("partial");
  }

  @Test
  void aLaterRunContinuesWhereTheLastFailed() {
    workshop.refusals.put("ENDED", new ProviderRefusedException("espeak", "no"));
    workshop.run(source);
    workshop.refusals.clear();

    var answer = workshop.run(source);

    assertThat(answer)
        .containsEntry("status", "complete")
        .containsEntry("failedChapters", List.of());
    assertThat(workshop.spoken).hasSize(3);
    assertThat(workshop.assembled.getLast().chapters()).hasSize(2);
  }

  @Test
  void aBookOfWhichNothingCouldBeSpokenFailsWithTheFirstReason() {
    workshop.refusals.put("IT", new ProviderRefusedException("espeak", "It will not speak."));

    var answer = workshop.run(source);

    assertThat(answer).containsEntry("status", "failed");
    assertThat(answer.get("error").toString())
        .contains(ProviderRefusedException.class.getName(), "ch_001", "It will not speak.");
    assertThat(
            workshop.rows(
                "select concat_ws('|', status, error_name) from books where book_id = $book"))
        .containsExactly("failed|" + ProviderRefusedException.class.getName());
  }

  @Test
  void chosenChaptersAreSpokenAndTheOthersAreSkippedUntilAskedFor() {
    var first = workshop.run(source, "chapters", "2");

    assertThat(first)
        .containsEntry("status", "partial")
        .containsEntry("skippedChapters", List.of("ch_001"))
        .containsEntry("failedChapters", List.of());
    assertThat(workshop.spoken).containsExactly("TWO.\n\nIT ENDED");

    assertThat(workshop.run(source)).containsEntry("status", "complete");
    assertThat(workshop.spoken).hasSize(2);
  }

  @Test
  void anotherTextUnderTheSameSourceIsNoticedOnlyWhenForced() {
    workshop.run(source, "runId", "run-1");
    workshop.source("Alone", "it was all");

    workshop.run(source, "runId", "run-2");
    assertThat(workshop.rows("select title from chapters where book_id = $book order by 1"))
        .containsExactly("One", "Two");

    workshop.run(source, "runId", "run-3", "scrapeOptions", Map.of("force", true));
    assertThat(workshop.rows("select title from chapters where book_id = $book order by 1"))
        .containsExactly("Alone");
  }

  @Test
  void aMissingSourceIsWrittenDownWithItsCause() {
    var missing = folder.resolve("missing.epub").toString();

    assertThatThrownBy(() -> workshop.call(BookFunction.SCRAPER, "sourceUrl", missing))
        .isInstanceOf(SourceNotFoundException.class);

    assertThat(workshop.rows("select scrape_status from book_processing where book_id = $book"))
        .containsExactly("failed");
    assertThat(
            workshop.rows(
                "select outcome || ' ' || message from processing_logs where book_id = $book"))
        .singleElement()
        .asString()
        .startsWith("failed " + SourceNotFoundException.class.getName())
        .contains("missing.epub");
  }

  @Test
  void aCauseFromLambdaIsStoredAsItsMessage() {
    workshop.call(
        BookFunction.UPSERT_BOOK,
        "status",
        "failed",
        "error",
        Map.of(
            "Error",
            "a.B",
            "Cause",
            "{\"errorMessage\":\"It broke.\",\"errorType\":\"a.B\",\"stackTrace\":[\"x\"]}"));

    assertThat(
            workshop.rows(
                "select concat_ws('|', status, error_name, error_cause) from books where book_id ="
                    + " $book"))
        .containsExactly("failed|a.B|It broke.");
  }

  @Test
  void aBookWithTooManyChaptersIsRefusedBeforeTheMapsStart() {
    workshop.maxChapters = 1;

    assertThatThrownBy(() -> workshop.run(source))
        .isInstanceOf(TooManyChaptersException.class)
        .hasMessageContaining("2 chapters")
        .hasMessageContaining("1-1");
  }

  @Test
  void aChapterThatCannotBeFormattedAnyMoreIsNotCompleteByItsOldAudio() {
    workshop.run(source, "runId", "run-1");
    workshop.unformattable.put("it ended", new ProviderRefusedException("gemini", "It will not."));

    var answer = workshop.run(source, "runId", "run-2", "formatOptions", Map.of("temperature", 1));

    assertThat(answer)
        .containsEntry("status", "partial")
        .containsEntry("completeChapters", 1)
        .containsEntry("failedChapters", List.of("ch_002"));
    assertThat(workshop.assembled.getLast().chapters()).hasSize(1);
    assertThat(
            workshop.rows(
                "select concat_ws('|', format_status, tts_status, error_cause) from"
                    + " chapter_processing where book_id = $book order by chapter_id"))
        .containsExactly("complete|complete", "failed|pending|It will not.");
  }

  @Test
  void anAudiobookHoldsTheChaptersThatWereAskedForInOneVoice() {
    workshop.run(source, "runId", "run-1");

    var answer =
        workshop.run(
            source, "runId", "run-2", "chapters", "1", "ttsOptions", Map.of("voice", "other"));

    assertThat(answer)
        .containsEntry("status", "partial")
        .containsEntry("skippedChapters", List.of("ch_002"));
    assertThat(workshop.assembled.getLast().chapters())
        .extracting(AudioChapter::title)
        .containsExactly("One");
  }

  @Test
  void aChapterWithoutSoundMakesTheBookPartialAndIsNamedInTheLog() {
    workshop.silent.add("Two");

    var answer = workshop.run(source, "runId", "run-1");

    assertThat(answer)
        .containsEntry("status", "partial")
        .containsEntry("failedChapters", List.of("ch_002"));
    assertThat(
            workshop.rows(
                "select outcome || ' ' || message from processing_logs where book_id = $book and"
                    + " stage = 'assemble'"))
        .singleElement()
        .asString()
        .startsWith("partial ")
        .contains("'Two' holds no sound");
    assertThat(workshop.run(source, "runId", "run-2")).containsEntry("status", "partial");
  }

  @Test
  void aStageThatWasInterruptedIsNotWrittenDownAsFailed() {
    workshop.refusals.put("IT ENDED", new ToolInterruptedException("espeak was stopped.", null));

    workshop.call(BookFunction.UPSERT_BOOK, "status", "queued", "sourceUrl", source.toString());
    var raw = workshop.call(BookFunction.SCRAPER, "sourceUrl", source.toString());
    workshop.call(BookFunction.PARSE, "rawS3Key", raw.get("rawS3Key"));
    workshop.call(BookFunction.FORMAT_CHAPTER, "chapterId", "ch_002");
    assertThatThrownBy(() -> workshop.call(BookFunction.GENERATE_AUDIO, "chapterId", "ch_002"))
        .isInstanceOf(ToolInterruptedException.class);

    assertThat(
            workshop.rows(
                "select concat_ws('|', tts_status, error_name) from chapter_processing where"
                    + " book_id = $book and chapter_id = 'ch_002'"))
        .containsExactly("processing");
    assertThat(
            workshop.rows(
                "select outcome from processing_logs where book_id = $book and stage = 'tts'"))
        .isEmpty();
  }

  @Test
  void anotherModelOrGenerationOfAProviderMakesTheChapterAnew() {
    workshop.run(source, "runId", "run-1");

    workshop.providerGeneration = "2";
    workshop.run(source, "runId", "run-2");

    assertThat(workshop.formatted).hasSize(4);
    assertThat(workshop.spoken).hasSize(4);
  }
}
