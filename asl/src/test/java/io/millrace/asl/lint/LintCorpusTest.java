package io.millrace.asl.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.Corpus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// No false alarms: what works on AWS has no finding of severity ERROR.
class LintCorpusTest {
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
    for (Finding finding : Lint.check(definition, LintOptions.NONE)) {
      if (finding.severity() == Finding.Severity.ERROR) {
        alarms.add(file.getFileName() + ":" + finding.span() + " " + finding.message());
      }
    }
  }
}
