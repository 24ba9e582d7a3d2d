package io.millrace.asl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.model.StateMachineDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What AWS refused is refused, in the same words.
class RecordedRefusalsTest {
  @Test
  void refusedDefinitionsAreRefusedWithTheRecordedMessage() {
    List<String> differences = new ArrayList<>();
    int compared = 0;
    for (Path file : Corpus.files(Corpus.folder("cases"), ".json")) {
      JsonNode recorded = Corpus.json(file);
      for (JsonNode step : recorded.path("steps")) {
        String message = refusal(step, recorded.path("expected"));
        if (!message.isEmpty()) {
          compared++;
          JsonNode parameters = step.path("params");
          String actual =
              InvalidDefinitionException.text(
                  findings(
                      parameters.path("definition").asText(), parameters.path("type").asText()));
          if (!actual.equals(message)) {
            differences.add(file.getFileName() + ": wanted " + message + " but was " + actual);
          }
        }
      }
    }

    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThanOrEqualTo(5);
  }

  /// AWS's message when this step creates a machine and all matches of the case expect that to fail
  /// because of its definition.
  private static String refusal(JsonNode step, JsonNode expected) {
    String op = step.path("op").asText();
    if (!step.path("error").asBoolean() || !op.equals("CreateStateMachine")) {
      return "";
    }
    String text = expected.toString();
    int from = text.indexOf("Invalid State Machine Definition: '");
    if (from < 0) {
      return "";
    }
    String message = text.substring(from, text.indexOf("'\"", from) + 1);
    return message.replace("\\\"", "\"");
  }

  @Test
  void validationGivesTheRecordedDiagnostics() {
    int compared = 0;
    for (Path file : Corpus.files(Corpus.folder("cases").resolve("api_validation"), ".json")) {
      JsonNode recorded = Corpus.json(file);
      JsonNode parameters = recorded.path("steps").path(0).path("params");
      List<Diagnostic> actual =
          findings(parameters.path("definition").asText(), parameters.path("type").asText());
      JsonNode wanted = recorded.path("expected").path("validation_response").path("diagnostics");

      assertThat(actual).as(file.getFileName().toString()).hasSize(wanted.size());
      for (int i = 0; i < wanted.size(); i++) {
        Diagnostic diagnostic = actual.get(i);
        assertThat(diagnostic.code()).isEqualTo(wanted.get(i).path("code").asText());
        assertThat(diagnostic.message()).isEqualTo(wanted.get(i).path("message").asText());
        assertThat(diagnostic.location()).isEqualTo(wanted.get(i).path("location").textValue());
        assertThat(diagnostic.severity()).hasToString(wanted.get(i).path("severity").asText());
        compared++;
      }
    }

    assertThat(compared).isGreaterThanOrEqualTo(5);
  }

  private static List<Diagnostic> findings(String definition, String type) {
    Parsed<StateMachineDefinition> parsed = Asl.parse(definition);
    return parsed.isValid() && type.equals("EXPRESS")
        ? Asl.checkExpress(parsed.orThrow())
        : parsed.diagnostics();
  }
}
