package io.millrace.pipelines.book;

import static io.millrace.testkit.scenario.RunAssert.assertThat;

import io.millrace.testkit.scenario.MachineUnderTest;
import io.millrace.testkit.scenario.Run;
import io.millrace.testkit.scenario.StateMachineTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The state machine by itself, its functions played by the test. docs/testing.md quotes it.
@StateMachineTest("definitions/book.asl.json")
class BookStoryTest {
  private static final String PROVIDER = "io.millrace.pipelines.book.provider.";

  private static final Map<String, Object> INPUT =
      Map.of("bookId", "night-wheel", "sourceUrl", "https://example.org/night-wheel.epub");

  /// What the functions answer when all goes well; a test says before what it wants otherwise.
  private static void allGoesWell(MachineUnderTest machine) {
    machine.when("UpsertBookLambdaArn").returnsPayload("{}");
    machine.when("ScraperLambdaArn").returnsPayload(Map.of("rawS3Key", "raw/night-wheel.epub"));
    machine
        .when("ParseLambdaArn")
        .returnsPayload(
            Map.of(
                "manifestS3Key",
                "manifest.json",
                "chapters",
                List.of(
                    Map.of("chapterId", "ch1", "parsedS3Key", "parsed/ch1"),
                    Map.of("chapterId", "ch2", "parsedS3Key", "parsed/ch2"))));
    machine
        .when("FormatChapterLambdaArn")
        .answersPayload(
            call -> Map.of("formattedS3Key", "text/" + call.payload().get("chapterId").asText()));
    machine
        .when("TTSChapterLambdaArn")
        .after(Duration.ofMinutes(3))
        .answersPayload(call -> Map.of("chapterId", call.payload().get("chapterId").asText()));
    machine.when("UpdateChapterStatusLambdaArn").returnsPayload("{}");
    machine.when("AssembleLambdaArn").returnsPayload("{}");
    machine.when("FinalizeBookLambdaArn").returnsPayload(Map.of("status", "complete"));
  }

  @Test
  void aThrottledVoiceIsAskedAgainAndTheBookIsComplete(MachineUnderTest machine) {
    machine
        .when("TTSChapterLambdaArn")
        .throwsError(PROVIDER + "ProviderThrottledException")
        .times(2);
    allGoesWell(machine);

    Run run = machine.start(INPUT);

    assertThat(run).succeeded().hasOutput(Map.of("status", "complete"));
    assertThat(run)
        .wentThrough(
            "CheckInput",
            "ReadInput",
            "DryRunOrReal",
            "RegisterBook",
            "ScrapeBook",
            "BookScraped",
            "ParseBook",
            "BookParsed",
            "FormatChapters",
            "SpeakChapters",
            "AssembleBook",
            "FinalizeBook",
            "HowItEnded",
            "BookDone");
    assertThat(run).state("GenerateAudio", 0).hasAttempts(2);
    assertThat(run).state("GenerateAudio", 1).hasAttempts(2);
  }

  @Test
  void aRejectedKeyStopsTheBookInsteadOfTryingEachChapter(MachineUnderTest machine) {
    machine
        .when("FormatChapterLambdaArn")
        .throwsError(PROVIDER + "ProviderKeyRejectedException", "the key is not valid");
    allGoesWell(machine);

    Run run = machine.start(INPUT);

    assertThat(run)
        .failedWith(PROVIDER + "ProviderKeyRejectedException")
        .visited("FormatChapter", "RecordFormatFailure", "FormatStopped", "MarkBookFailed")
        .neverVisited("SpeakChapters");
    assertThat(run).state("FormatChapter", 0).hasAttempts(1).wasCaught();
    assertThat(run).state("FormatChapters").wasCaught();
  }

  @Test
  void aCrashAfterEveryDecisionChangesNothing(MachineUnderTest machine) {
    machine
        .when("ScraperLambdaArn")
        .throwsError(PROVIDER.replace("provider.", "scrape.") + "SourceUnavailableException");
    allGoesWell(machine);

    Run run = machine.crashAfterEveryDecision().start(INPUT);

    assertThat(run).succeeded().state("ScrapeBook").hasAttempts(2);
  }

  @Test
  void anInputWithoutASourceIsRefusedAtOnce(MachineUnderTest machine) {
    Run run = machine.start(Map.of("bookId", "x"));

    assertThat(run)
        .failedWith("BookPipeline.InputIncomplete")
        .wentThrough("CheckInput", "InputIncomplete");
  }
}
