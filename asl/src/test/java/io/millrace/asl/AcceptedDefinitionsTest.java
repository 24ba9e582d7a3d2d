package io.millrace.asl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What AWS accepts is accepted.
class AcceptedDefinitionsTest {
  @Test
  void everyPublishedWorkflowParsesWithoutError() {
    Map<String, List<String>> refused = new TreeMap<>();
    List<Path> samples = Corpus.files(Corpus.folder("asl-samples"), ".asl.json");
    for (Path sample : samples) {
      refuse(refused, sample.getFileName().toString(), Corpus.text(sample));
    }

    assertThat(samples).isNotEmpty();
    assertThat(refused).isEmpty();
  }

  @Test
  void everyDefinitionThatAwsAcceptedParsesWithoutError() {
    Map<String, List<String>> refused = new TreeMap<>();
    int definitions = 0;
    for (Path file : Corpus.files(Corpus.folder("cases"), ".json")) {
      for (JsonNode step : Corpus.json(file).path("steps")) {
        JsonNode definition = step.path("params").path("definition");
        boolean accepted =
            !step.path("error").asBoolean()
                && (step.path("op").asText().equals("CreateStateMachine")
                    || step.path("op").asText().equals("UpdateStateMachine"));
        if (definition.isTextual() && accepted) {
          definitions++;
          refuse(refused, file.getFileName().toString(), resolve(definition.textValue()));
        }
      }
    }

    assertThat(definitions).isGreaterThan(300);
    assertThat(refused).isEmpty();
  }

  /// Placeholders stand for what earlier answers said.
  private static String resolve(String definition) {
    return definition
        .replaceAll(
            "\\{\\{[^}]*\\.activityArn}}", "arn:aws:states:us-east-1:111111111111:activity:a")
        .replace("{{region}}", "us-east-1")
        .replace("{{account}}", "111111111111")
        .replaceAll("\\{\\{[^}]*Arn}}", "arn:aws:x:us-east-1:111111111111:y");
  }

  private static void refuse(Map<String, List<String>> refused, String name, String text) {
    Parsed<?> parsed = Asl.parse(text);
    if (!parsed.isValid()) {
      refused.put(name, parsed.diagnostics().stream().map(Diagnostic::text).toList());
    }
  }
}
