package io.millrace.asl.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.Corpus;
import io.millrace.asl.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// No false alarms: what works on AWS has no finding of severity ERROR.
class LintCorpusTest {
  /// Texts of AWS's failures for data that are missing or of a wrong type.
  private static final List<String> FAILURES =
      List.of(
          "could not be found in the input",
          "No results for path",
          "returned nothing (undefined)",
          "references an invalid value",
          "must point to array",
          "ResultPathMatchFailure",
          "NoChoiceMatched");

  private static final Set<String> DATA =
      Set.of(
          "path-absent",
          "path-maybe-absent",
          "not-in-example",
          "value-type",
          "variable-unassigned",
          "choice-falls-through");

  @Test
  void publishedWorkflowsHaveNoError() {
    List<String> alarms = new ArrayList<>();
    List<Path> samples = Corpus.files(Corpus.folder("asl-samples"), ".asl.json");
    for (Path sample : samples) {
      errors(alarms, sample, Corpus.text(sample));
    }

    assertThat(samples).isNotEmpty();
    assertThat(alarms).isEmpty();
  }

  @Test
  void definitionsOfExecutionsThatSucceededOnAwsHaveNoError() {
    List<String> alarms = new ArrayList<>();
    int definitions = 0;
    for (Path file : Corpus.files(Corpus.folder("cases"), ".json")) {
      JsonNode recording = Corpus.json(file);
      if (!succeeds(recording)) {
        continue;
      }
      for (JsonNode step : recording.path("steps")) {
        JsonNode definition = step.path("params").path("definition");
        if (step.path("op").asText().equals("CreateStateMachine") && definition.isTextual()) {
          definitions++;
          errors(alarms, file, definition.textValue());
        }
      }
    }

    assertThat(definitions).isGreaterThan(200);
    assertThat(alarms).isEmpty();
  }

  @Test
  void withTheInputThatSucceededOnAwsAsTheExampleThereIsNoErrorEither() throws IOException {
    List<String> alarms = new ArrayList<>();
    int runs = 0;
    for (Path file : Corpus.files(Corpus.folder("cases"), ".json")) {
      JsonNode recording = Corpus.json(file);
      for (Run run : succeeds(recording) ? runs(recording) : List.<Run>of()) {
        runs++;
        errors(alarms, file, run.definition, new LintOptions(run.input, false));
      }
    }

    assertThat(runs).isGreaterThan(200);
    assertThat(alarms).isEmpty();
  }

  @Test
  void whatFailedOnAwsForWantOfDataIsFoundWithItsInput() throws IOException {
    List<String> missed = new ArrayList<>();
    int failed = 0;
    for (Path file : Corpus.files(Corpus.folder("cases"), ".json")) {
      JsonNode recording = Corpus.json(file);
      String expected = recording.path("expected").toString();
      for (Run run :
          FAILURES.stream().anyMatch(expected::contains) ? runs(recording) : List.<Run>of()) {
        failed++;
        boolean found =
            Lint.check(run.definition, new LintOptions(run.input, false)).stream()
                .anyMatch(finding -> DATA.contains(finding.rule()));
        if (!found) {
          missed.add(file.getFileName().toString());
        }
      }
    }

    assertThat(failed).isPositive();
    assertThat(missed).isEmpty();
  }

  /// An execution that was recorded.
  private record Run(String definition, JsonNode input) {}

  private static List<Run> runs(JsonNode recording) throws IOException {
    List<Run> runs = new ArrayList<>();
    String definition = "";
    for (JsonNode step : recording.path("steps")) {
      String operation = step.path("op").asText();
      JsonNode parameters = step.path("params");
      if (operation.equals("CreateStateMachine")) {
        definition = parameters.path("definition").asText();
      } else if (operation.startsWith("Start") && !definition.isEmpty()) {
        String input = parameters.path("input").asText();
        runs.add(new Run(definition, Json.parse(input.isEmpty() ? "{}" : input)));
      }
    }
    return runs;
  }

  @Test
  void theShippedDefinitionsHaveNoError() {
    List<String> alarms = new ArrayList<>();
    List<Path> shipped = Corpus.files(definitions(), ".asl.json");
    for (Path file : shipped) {
      errors(alarms, file, Corpus.text(file));
    }

    assertThat(shipped).isNotEmpty();
    assertThat(alarms).isEmpty();
  }

  private static Path definitions() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path folder = at.resolve("pipelines/book/src/main/resources/definitions");
      if (Files.isDirectory(folder)) {
        return folder;
      }
    }
    throw new IllegalStateException("the book pipeline's definitions are not in the repository");
  }

  private static boolean succeeds(JsonNode recording) {
    String expected = recording.path("expected").toString();
    return expected.contains("ExecutionSucceeded")
        && !expected.contains("ExecutionFailed")
        && !expected.contains("ExecutionTimedOut")
        && !expected.contains("ExecutionAborted");
  }

  private static void errors(List<String> alarms, Path file, String definition) {
    errors(alarms, file, definition, LintOptions.NONE);
  }

  private static void errors(
      List<String> alarms, Path file, String definition, LintOptions options) {
    for (Finding finding : Lint.check(definition, options)) {
      if (finding.severity() == Finding.Severity.ERROR) {
        alarms.add(file.getFileName() + ":" + finding.span() + " " + finding.message());
      }
    }
  }
}
