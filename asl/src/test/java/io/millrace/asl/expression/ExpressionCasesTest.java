package io.millrace.asl.expression;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.Asl;
import io.millrace.asl.Corpus;
import io.millrace.asl.expression.jsonata.Complaint;
import io.millrace.asl.expression.jsonata.Expected;
import io.millrace.asl.expression.jsonata.JsonataTemplate;
import io.millrace.asl.expression.jsonpath.JsonPath;
import io.millrace.asl.expression.jsonpath.PathExpression;
import io.millrace.asl.expression.jsonpath.ReferencePath;
import io.millrace.asl.expression.template.TemplateCompiler;
import io.millrace.asl.json.Json;
import io.millrace.asl.model.State;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Expressions as tables: `cases/expressions/*.json` has what is evaluated, on what input, and what
/// it gives or how it fails.
class ExpressionCasesTest {
  private static final JsonNode CONTEXT =
      json(
          """
          {"Execution":{"Name":"run","Input":{"x":1}},
           "State":{"Name":"S","EnteredTime":"2026-01-02T03:04:05.678Z"}}\
          """);
  private static final Map<String, JsonNode> VARIABLES =
      Map.of("total", json("3"), "order", json("{\"lines\":[\"a\",\"b\"]}"));

  @TestFactory
  Stream<DynamicNode> expressionsGiveWhatTheTablesSay() throws URISyntaxException {
    Path folder =
        Path.of(
            Objects.requireNonNull(ExpressionCasesTest.class.getResource("/cases/expressions"))
                .toURI());
    return Corpus.files(folder, ".json").stream()
        .map(
            file ->
                DynamicContainer.dynamicContainer(
                    file.getFileName().toString(), tests(Corpus.json(file))));
  }

  private static List<DynamicTest> tests(JsonNode cases) {
    assertThat(cases.size()).isPositive();
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode example : cases) {
      tests.add(DynamicTest.dynamicTest(example.path("title").asText(), () -> check(example)));
    }
    return tests;
  }

  private static void check(JsonNode example) throws InvalidExpressionException {
    String outcome;
    try {
      outcome = Json.write(evaluate(example));
    } catch (ExpressionFailure e) {
      assertThat(e.error() + ": " + e.explanation()).isEqualTo(example.path("fails").asText());
      return;
    }
    assertThat(example.has("gives")).as("it should have failed but gave " + outcome).isTrue();
    assertThat(outcome).isEqualTo(Json.write(example.get("gives")));
  }

  private static JsonNode evaluate(JsonNode example) throws InvalidExpressionException {
    JsonNode input = example.path("input");
    Scope scope = new Scope(input, () -> CONTEXT, VARIABLES, null, null, new Random(1));
    if (example.has("template")) {
      return new TemplateCompiler((_, complaint, _) -> refused(complaint))
          .template(example.get("template"))
          .evaluate(scope);
    }
    if (example.has("path")) {
      JsonPath path = JsonPath.compile(example.get("path").asText());
      return new PathExpression(path, PathExpression.Missing.invalidPath()).evaluate(scope);
    }
    if (example.has("resultPath")) {
      return ReferencePath.compile(example.get("resultPath").asText())
          .write(input, example.path("result"));
    }
    if (example.has("choice")) {
      return BooleanNode.valueOf(condition(example.get("choice")).test(scope));
    }
    Expected expected = Expected.valueOf(example.path("expected").asText("ANY"));
    return new JsonataTemplate(
            false,
            complaint -> {
              // Calling what is not there is accepted and fails when it runs.
              if (complaint.kind() != Complaint.Kind.UNKNOWN_FUNCTION) {
                refused(complaint.message());
              }
            })
        .compile(example.path("jsonata"), "Output", expected)
        .evaluate(scope);
  }

  private static Condition condition(JsonNode rule) {
    ObjectNode machine = Json.mapper().createObjectNode();
    machine.put("StartAt", "C");
    ObjectNode states = machine.putObject("States");
    ObjectNode choice = states.putObject("C").put("Type", "Choice").put("Default", "D");
    choice.putArray("Choices").add(((ObjectNode) rule).deepCopy().put("Next", "D"));
    states.putObject("D").put("Type", "Succeed");
    State.Choice state = (State.Choice) Asl.parse(machine.toString()).orThrow().graph().start();
    return state.choices().getFirst().condition();
  }

  private static void refused(String complaint) {
    throw new IllegalArgumentException("the case itself is malformed: " + complaint);
  }

  private static JsonNode json(String text) {
    try {
      return Json.parse(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
