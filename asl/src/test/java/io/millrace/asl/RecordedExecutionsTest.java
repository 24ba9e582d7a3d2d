package io.millrace.asl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import io.millrace.asl.model.StateMachineDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What AWS recorded, as far as it can be replayed without an engine: executions of machines made
/// of Pass, Choice, Wait, Succeed and Fail states.
class RecordedExecutionsTest {
  /// Words which the recordings have in the place of what differs from run to run.
  private static final Set<String> NORMALISED =
      Set.of(
          "date",
          "timestamp",
          "datetime",
          "start-time",
          "entered-time",
          "snf_role_arn",
          "generated-uuid",
          "RandomNumberGenerated");

  private final List<String> differences = new ArrayList<>();
  private int replayed;

  @Test
  void everyRecordedOutputAndCauseIsReproduced() {
    for (Path file : Corpus.files(Corpus.folder("cases"), ".json")) {
      JsonNode recorded = Corpus.json(file);
      if (!recorded.path("category").asText().equals("test_state")) {
        replay(file.getParent().getFileName() + "/" + file.getFileName(), recorded);
      }
    }

    assertThat(differences).isEmpty();
    assertThat(replayed).isGreaterThan(300);
  }

  private void replay(String name, JsonNode recorded) {
    Map<String, String> definitions = new HashMap<>();
    Map<String, Walker.End> ends = new HashMap<>();
    Map<String, String> histories = new HashMap<>();
    for (JsonNode step : recorded.path("steps")) {
      JsonNode parameters = step.path("params");
      String id = step.path("id").asText();
      switch (step.path("op").asText()) {
        case "CreateStateMachine" -> definitions.put(id, parameters.path("definition").asText());
        case "StartExecution" -> {
          String machine = reference(parameters.path("stateMachineArn").asText());
          Walker.End end = walk(definitions.get(machine), parameters.path("input").asText("{}"));
          if (end != null) {
            ends.put(id, end);
          }
        }
        case "GetExecutionHistory" ->
            histories.put(id, reference(parameters.path("executionArn").asText()));
        default -> {}
      }
      if (step.has("match")) {
        match(name, step, recorded.path("expected"), ends, histories);
      }
    }
  }

  private void match(
      String name,
      JsonNode step,
      JsonNode expected,
      Map<String, Walker.End> ends,
      Map<String, String> histories) {
    JsonNode value = step.path("value");
    JsonNode wanted = expected.path(step.path("match").asText());
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        String history = reference(value.get(i).path("output").asText());
        Walker.End end = ends.get(histories.getOrDefault(history, ""));
        if (end != null) {
          compareOutput(name + " case " + i, end, wanted.get(i).path("output"));
        }
      }
      return;
    }
    Walker.End end = ends.get(histories.getOrDefault(value.path("$ref").asText(), ""));
    for (JsonNode event : wanted.path("events")) {
      if (end != null && event.has("executionSucceededEventDetails")) {
        compareOutput(name, end, event.path("executionSucceededEventDetails").path("output"));
      } else if (end != null && event.has("executionFailedEventDetails")) {
        compareFailure(name, end, event.path("executionFailedEventDetails"));
      }
    }
  }

  private void compareOutput(String name, Walker.End end, JsonNode wanted) {
    replayed++;
    JsonNode output = wanted.isTextual() ? parsed(wanted.textValue()) : wanted;
    if (!same(output, end.output())) {
      differences.add(name + ": wanted " + wanted + " but was " + end);
    }
  }

  private void compareFailure(String name, Walker.End end, JsonNode wanted) {
    replayed++;
    String cause =
        wanted.path("cause").asText().replaceFirst("^An error occurred while.*? #\\d+\\)\\. ", "");
    int variable = cause.indexOf('<');
    String constant = variable < 0 ? cause : cause.substring(0, variable);
    boolean same =
        wanted.path("error").asText().equals(end.error() == null ? "" : end.error())
            && String.valueOf(end.cause()).startsWith(constant);
    if (!same && !constant.isEmpty()) {
      differences.add(name + ": wanted " + wanted + " but was " + end);
    }
  }

  private static boolean same(JsonNode wanted, @Nullable JsonNode actual) {
    if (actual == null) {
      return false;
    }
    if (wanted.isTextual()) {
      String text = wanted.textValue();
      return text.contains("<") || NORMALISED.contains(text) || wanted.equals(actual);
    }
    if (wanted.size() != actual.size() || wanted.getNodeType() != actual.getNodeType()) {
      return false;
    }
    if (wanted.isArray()) {
      for (int i = 0; i < wanted.size(); i++) {
        if (!same(wanted.get(i), actual.get(i))) {
          return false;
        }
      }
      return true;
    }
    return wanted.isObject()
        ? wanted.properties().stream().allMatch(e -> same(e.getValue(), actual.get(e.getKey())))
        : wanted.equals(actual);
  }

  private static Walker.@Nullable End walk(@Nullable String definition, String input) {
    if (definition == null) {
      return null;
    }
    Parsed<StateMachineDefinition> parsed = Asl.parse(definition);
    if (!parsed.isValid()) {
      return null;
    }
    try {
      return new Walker(parsed.orThrow(), parsed(input)).walk();
    } catch (Walker.BeyondMe e) {
      return null;
    }
  }

  /// The id in `{{r2.executionArn}}` or `{{r3|jsonpath:…}}`.
  private static String reference(String placeholder) {
    return placeholder.replaceFirst("^\\{\\{(\\w+)[.|}].*$", "$1");
  }

  private static JsonNode parsed(String text) {
    try {
      return Json.parse(text);
    } catch (JsonProcessingException e) {
      return Json.mapper().getNodeFactory().textNode(text);
    }
  }
}
