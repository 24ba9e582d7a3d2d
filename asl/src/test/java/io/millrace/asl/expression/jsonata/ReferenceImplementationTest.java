package io.millrace.asl.expression.jsonata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.asl.Corpus;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.json.Json;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Expressions give what the reference implementation of JSONata 2.0.6 gave for them, or, where a
/// case has `ours`, that, for the reason it names. `src/test/jsonata/record.mjs` asked it. The
/// groups are those of the reference implementation's own test suite; the expressions are ours.
class ReferenceImplementationTest {
  @TestFactory
  Stream<DynamicNode> expressionsGiveWhatTheReferenceImplementationGave()
      throws URISyntaxException {
    Path folder =
        Path.of(
            Objects.requireNonNull(
                    ReferenceImplementationTest.class.getResource("/cases/jsonata-2.0.6"))
                .toURI());
    JsonNode input = Corpus.json(folder.resolve("data.json"));
    return Corpus.files(folder, ".json").stream()
        .filter(file -> !file.endsWith("data.json"))
        .map(
            file ->
                DynamicContainer.dynamicContainer(
                    file.getFileName().toString(), tests(Corpus.json(file), input)));
  }

  private static List<DynamicTest> tests(JsonNode cases, JsonNode input) {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode each : cases) {
      tests.add(
          DynamicTest.dynamicTest(
              each.path("e").textValue().isEmpty() ? "(empty)" : each.path("e").textValue(),
              () -> check(each, input)));
    }
    return tests;
  }

  private static void check(JsonNode each, JsonNode input) throws JsonProcessingException {
    boolean differs = each.has("ours");
    if (differs) {
      assertThat(each.path("why").asText()).as("why this case differs").isNotEmpty();
      assertThat(each.get("ours")).isNotEqualTo(each.get("reference"));
    }

    JsonNode outcome = Json.parse(Json.write(outcome(each.path("e").textValue(), input)));

    assertThat(plain(outcome)).isEqualTo(plain(each.path(differs ? "ours" : "reference")));
  }

  private static JsonNode outcome(String text, JsonNode input) {
    ObjectNode outcome = Json.mapper().createObjectNode();
    String[] refused = {null};
    Expression expression =
        new JsonataTemplate(
                false,
                complaint -> {
                  if (complaint.kind() == Complaint.Kind.INVALID) {
                    refused[0] = complaint.message();
                  }
                })
            .compile(TextNode.valueOf("{%" + text + "%}"), "F", Expected.ANY);
    if (refused[0] != null) {
      return outcome.put("refused", refused[0]);
    }
    JsonNode context = Json.mapper().createObjectNode();
    Scope scope =
        new Scope(input, () -> context, Map.of(), null, null, new Random(1), () -> Instant.EPOCH);
    try {
      return outcome.set("gives", expression.evaluate(scope));
    } catch (ExpressionFailure e) {
      String after = "' specified for the field 'F' ";
      String why = e.explanation();
      return outcome.put("fails", why.substring(why.indexOf(after) + after.length()));
    }
  }

  /// 1 is 1.0 here, as in JavaScript.
  private static @Nullable Object plain(JsonNode node) {
    return switch (node.getNodeType()) {
      case NUMBER -> node.doubleValue() + 0.0;
      case ARRAY -> {
        List<@Nullable Object> all = new ArrayList<>();
        node.forEach(element -> all.add(plain(element)));
        yield all;
      }
      case OBJECT -> {
        Map<String, @Nullable Object> all = new HashMap<>();
        node.properties().forEach(member -> all.put(member.getKey(), plain(member.getValue())));
        yield all;
      }
      case STRING -> node.textValue();
      case BOOLEAN -> node.booleanValue();
      case NULL, MISSING, BINARY, POJO -> null;
    };
  }
}
