package io.millrace.asl.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.json.Json;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The mistakes known to be in the requirement documents' definitions, one by one, under their
/// numbers in the audit of those documents: each is found, at its state, with its reason.
class SeedMistakesTest {
  /// Number, rule, state, part of the message or of a reason.
  @ParameterizedTest(name = "{0}: {1} at {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          B1  | dynamic-field      | FormatChaptersMap             | MaxConcurrency.$
          B2  | path-absent        | ScrapeBook                    | UpsertBook_Queued` replaces its whole input
          B3  | path-absent        | ParseToChapters               | ScrapeBook` replaces its whole input
          B4  | path-absent        | ParseToChapters               | UpsertBook_Scraped` replaces its whole input
          B5  | path-absent        | FormatChaptersMap             | ParseToChapters` replaces its whole input
          B6  | path-absent        | FormatChaptersMap             | UpsertBook_Parsed` replaces its whole input
          B7  | item-path          | FormatChaptersMap             | `$.chapterId`, `$.parsedS3Key`
          B8  | path-absent        | TTSChapter                    | ItemSelector of `FormatChaptersMap` makes only
          B9  | path-absent        | UpdateChapterFormattedSuccess | FormatChapter` replaces its whole input
          B10 | path-absent        | TTSChapter                    | UpdateChapterFormattedSuccess` replaces its whole input
          B11 | path-absent        | UpdateChapterTTSSuccess       | TTSChapter` replaces its whole input
          B12 | payload-forecast   | FormatChaptersMap             | 256 KiB at about 269 items
          B13 | event-forecast     | FormatChaptersMap             | 25,000 events at 1,136 items
          B14 | inline-concurrency | FormatChaptersMap             | about 40 iterations
          B15 | shared-limit       | FormatChaptersMap             | FormatChapter` and `TTSChapter
          B16 | item-aborts-others | FormatChaptersMap             | FailState
          B17 | catch-missing      | UpsertBook_Queued             | FormatChaptersMap` and `FinalizeBook
          B18 | failure-succeeds   | MarkBookFailed                | SUCCEEDED
          B19 | catch-blind        | ScrapeBook                    | MarkBookFailed
          B20 | fail-without-cause | FailState                     | neither Error nor Cause
          B21 | throttle-name      | FormatChapter                 | TooManyRequestsException
          B22 | retry-in-step      | TTSChapter                    | JitterStrategy
          B24 | no-timeout         | UpsertBook_Queued             | three years
          B25 | deprecated         | FormatChaptersMap             | Iterator
          B29 | placeholder        |                               | UpsertBookLambdaArn
          """)
  void everyMistakeOfTheBlueprintIsFoundWithoutAnExample(
      String number, String rule, String state, String said) {
    assertFound("book-blueprint.asl.json", LintOptions.NONE, rule, state, said);
  }

  @ParameterizedTest(name = "{0}: {1} at {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          B7  | item-path          | FormatChaptersMap | `$.chapterId` and `$.parsedS3Key` cannot exist
          B14 | inline-concurrency | FormatChaptersMap | is, in the example input, 50
          B15 | limit-not-enforced |                   | $.limits.ttsConcurrency
          """)
  void theExampleInputTellsMore(String number, String rule, String state, String said)
      throws IOException {
    LintOptions options =
        new LintOptions(Json.parse(SeedFiles.text("book-blueprint.input.json")), false);
    assertFound("book-blueprint.asl.json", options, rule, state, said);
  }

  @ParameterizedTest(name = "{0}: {1} at {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          M1  | token-idle        | manga-function-arn  | StartRenderer   | does not wait for it
          M1  | token-not-passed  | manga-function-arn  | WaitForRender   | it can only time out
          M5  | error-loop        | manga-function-arn  | FetchManga      | goes round until 25,000 events
          M6  | path-maybe-absent | manga-lambda-invoke | CheckMoreVideos | `$.daily_count`
          M13 | timeout-race      | manga-lambda-invoke | FetchManga      | may take 900 s
          M17 | path-absent       | manga-lambda-invoke | QuotaChoice     | `$.quota_reached`
          M17 | path-absent       | manga-lambda-invoke | FetchChoice     | `$.status`
          M18 | path-maybe-absent | manga-lambda-invoke | HandleError     | `$.job_id`
          M19 | timeout-budget    | manga-lambda-invoke | WaitForRender   | 3 attempts of 4 h
          P1  | path-absent       | stages-standard     | ETLGlueJob      | `$.executionId`
          P2  | value-type        | stages-standard     | ETLGlueJob      | `$.glueJobResult`
          P23 | no-timeout        | stages-standard     | ETLGlueJob      | waits for the job
          """)
  void theOtherDocumentsMistakesAreFoundAsFarAsADefinitionShowsThem(
      String number, String rule, String machine, String state, String said) {
    assertFound(machine + ".asl.json", LintOptions.NONE, rule, state, said);
  }

  @Test
  void theItemIsMissedAlsoOnceTheInputIsKept() throws IOException {
    ObjectNode blueprint = (ObjectNode) Json.parse(SeedFiles.text("book-blueprint.asl.json"));
    for (JsonNode state : blueprint.path("States")) {
      if (state.path("Type").asText().equals("Task")) {
        ((ObjectNode) state).putNull("ResultPath"); // B2 to B6 mended
      }
    }
    ((ObjectNode) blueprint.at("/States/FormatChaptersMap")).remove("MaxConcurrency.$"); // B1

    assertThat(Lint.check(Json.write(blueprint), LintOptions.NONE))
        .filteredOn(f -> f.rule().equals("item-path"))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.severity()).isEqualTo(Finding.Severity.NOTE);
              assertThat(f.state()).isEqualTo("FormatChaptersMap");
              assertThat(f.message()).contains("`$.chapterId`", "`$.parsedS3Key`");
            });
  }

  @Test
  void retriesThatOverrunTheFiveMinutesOfExpressAreFound() {
    assertFound( // P12
        "stages-express.asl.json",
        new LintOptions(null, true),
        "express-overrun",
        "Stage1",
        "10 min");
  }

  @Test
  void aResumedRunLacksWhatTheFirstRunHad() throws IOException {
    LintOptions options =
        new LintOptions(Json.parse(SeedFiles.text("stages-resume.input.json")), false);
    assertFound( // P10
        "stages-resume.asl.json", options, "not-in-example", "Stage3", "`$[0].body`");
  }

  private static void assertFound(
      String file, LintOptions options, String rule, String state, String said) {
    List<Finding> findings = Lint.check(SeedFiles.text(file), options);
    assertThat(findings)
        .anySatisfy(
            finding -> {
              assertThat(finding.rule()).isEqualTo(rule);
              assertThat(finding.state()).isEqualTo(state);
              assertThat(finding.message() + finding.reasons()).contains(said);
              assertThat(finding.span().line()).isPositive();
            });
  }
}
