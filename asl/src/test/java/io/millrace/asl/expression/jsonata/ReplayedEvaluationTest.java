package io.millrace.asl.expression.jsonata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.json.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The same scope gives the same value, whenever and wherever it is evaluated.
class ReplayedEvaluationTest {
  @Test
  void theTimeIsTheScopesNotTheContextsOrTheMachines() {
    assertThat(evaluate("[$now(), $millis()]").toString())
        .isEqualTo("[\"2001-02-03T04:05:06.000Z\",981173106000]");
    assertThat(evaluate("($f := $now; $f())").textValue()).isEqualTo("2001-02-03T04:05:06.000Z");
  }

  @Test
  void chanceIsTheScopes() {
    String expression = "[$random(), $uuid(), $shuffle([1..50])]";

    assertThat(evaluate(expression)).isEqualTo(evaluate(expression));
    assertThat(evaluate("$sort($shuffle([1..50])) = [1..50]").booleanValue()).isTrue();
    assertThat(evaluate("$shuffle([1..50]) = [1..50]").booleanValue()).isFalse();
  }

  private static JsonNode evaluate(String text) {
    JsonNode context =
        Json.mapper()
            .createObjectNode()
            .set(
                "State",
                Json.mapper().createObjectNode().put("EnteredTime", "2026-01-02T03:04:05Z"));
    Scope scope =
        new Scope(
            TextNode.valueOf("x"),
            () -> context,
            Map.of(),
            null,
            null,
            new Random(1),
            () -> Instant.parse("2001-02-03T04:05:06Z"));
    return new JsonataTemplate(false, _ -> {})
        .compile(TextNode.valueOf("{% " + text + " %}"), "Output", Expected.ANY)
        .evaluate(scope);
  }
}
