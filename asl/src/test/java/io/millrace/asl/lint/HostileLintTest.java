package io.millrace.asl.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.Corpus;
import io.millrace.asl.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// No definition, however odd or large, escapes the linter or keeps it for long.
class HostileLintTest {
  private static final Duration SOON = Duration.ofMinutes(5);

  @Test
  void mutatedDefinitionsAreLintedWithoutAnException() throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    List<String> seeds = new ArrayList<>();
    for (Path file : Corpus.files(SeedFiles.folder(), ".asl.json")) {
      seeds.add(Corpus.text(file));
    }
    int linted = 0;
    for (int i = 0; i < 600; i++) {
      JsonNode definition = Json.parse(seeds.get(i % seeds.size()));
      for (int j = 0; j < 1 + i % 8; j++) {
        mutate(definition, random);
      }
      Lint.check(Json.write(definition), LintOptions.NONE);
      linted++;
    }

    assertThat(linted).isEqualTo(600);
  }

  /// Some member or element somewhere becomes something else, or goes.
  private static void mutate(JsonNode root, RandomGenerator random) {
    List<JsonNode> containers = new ArrayList<>();
    collect(root, containers);
    JsonNode at = containers.get(random.nextInt(containers.size()));
    if (at instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = names.get(random.nextInt(names.size()));
      if (random.nextInt(4) == 0) {
        object.remove(name);
      } else {
        object.set(name, odd(containers, random));
      }
    } else if (at instanceof ArrayNode array && !array.isEmpty()) {
      array.set(random.nextInt(array.size()), odd(containers, random));
    }
  }

  private static JsonNode odd(List<JsonNode> containers, RandomGenerator random) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (random.nextInt(12)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.numberNode(-1e300);
      case 2 -> nodes.textNode("");
      case 3 -> nodes.textNode("$");
      case 4 -> nodes.textNode("$.x[");
      case 5 -> nodes.textNode("$$.Map.Item.Value['a']..b[?(@.c)]");
      case 6 -> nodes.textNode("{% $states.input.a[0].{'b': $c, $d: (e := 1)} ~> $f %}");
      case 7 -> nodes.textNode("States.Format('{}', States.Array($.a, $b))");
      case 8 -> nodes.booleanNode(true);
      case 9 -> nodes.arrayNode();
      case 10 -> nodes.objectNode();
      default -> containers.get(random.nextInt(containers.size())).deepCopy();
    };
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  @Test
  void aMegabyteOfStatesIsLinted() {
    StringBuilder states = new StringBuilder();
    int count = 4_000;
    for (int i = 0; i < count; i++) {
      states.append(i == 0 ? "" : ",").append("\"S").append(i).append("\":{\"Type\":\"Pass\"");
      states
          .append(",\"Parameters\":{\"a.$\":\"$.in.a\",\"b.$\":\"$.r")
          .append(i / 2)
          .append("\"}");
      states.append(",\"ResultPath\":\"$.r").append(i).append("\",\"Comment\":\"");
      states.append("x".repeat(120)).append("\",");
      states.append(i + 1 == count ? "\"End\":true}" : "\"Next\":\"S" + (i + 1) + "\"}");
    }
    String definition = "{\"StartAt\":\"S0\",\"States\":{" + states + "}}";

    assertThat(definition.length()).isGreaterThan(900_000);
    assertTimeoutPreemptively(SOON, () -> Lint.check(definition, LintOptions.NONE));
  }

  @Test
  void nestedLoopsThatWrapTheirDataOverAndOverComeToRest() {
    String inner = "";
    for (int depth = 0; depth < 60; depth++) {
      String name = "M" + depth;
      String body =
          inner.isEmpty()
              ? "\"L" + depth + "\":{\"Type\":\"Pass\",\"End\":true}"
              : "\"L"
                  + depth
                  + "\":{\"Type\":\"Pass\",\"Parameters\":{\"a.$\":\"$\",\"b.$\":\"$\"},"
                  + "\"Next\":\"C"
                  + depth
                  + "\"},"
                  + "\"C"
                  + depth
                  + "\":{\"Type\":\"Choice\",\"Choices\":[{\"Variable\":\"$.a\","
                  + "\"IsPresent\":false,\"Next\":\"L"
                  + depth
                  + "\"},{\"Variable\":\"$.n"
                  + depth
                  + "\",\"IsPresent\":true,\"Next\":\"L"
                  + depth
                  + "\"}],\"Default\":\""
                  + "M"
                  + (depth - 1)
                  + "\"},"
                  + inner;
      inner =
          "\""
              + name
              + "\":{\"Type\":\"Map\",\"ItemProcessor\":{\"StartAt\":\"L"
              + depth
              + "\",\"States\":{"
              + body
              + "}},\"End\":true}";
    }
    String definition = "{\"StartAt\":\"M59\",\"States\":{" + inner + "}}";

    assertTimeoutPreemptively(SOON, () -> Lint.check(definition, LintOptions.NONE));
  }

  @Test
  void loopsOfManyStatesComeToRest() {
    StringBuilder states = new StringBuilder();
    int count = 300;
    for (int i = 0; i < count; i++) {
      states.append(i == 0 ? "" : ",").append("\"P").append(i).append("\":{\"Type\":\"Pass\"");
      states.append(",\"Parameters\":{\"p").append(i).append(".$\":\"$\"},\"Next\":\"C").append(i);
      states.append("\"},\"C").append(i).append("\":{\"Type\":\"Choice\",\"Choices\":[");
      states
          .append("{\"Variable\":\"$.q\",\"IsPresent\":true,\"Next\":\"P")
          .append((i * 7) % count);
      states.append(
          "\"},{\"Variable\":\"$.r\",\"IsPresent\":true,\"Next\":\"E\"}],\"Default\":\"P");
      states.append((i + 1) % count).append("\"}");
    }
    String definition =
        "{\"StartAt\":\"P0\",\"States\":{" + states + ",\"E\":{\"Type\":\"Succeed\"}}}";

    assertTimeoutPreemptively(SOON, () -> Lint.check(definition, LintOptions.NONE));
  }

  @Test
  void deepAndLongTextsAreLinted() {
    String deep = "[".repeat(450) + "]".repeat(450);
    String parameters = "{\"a\":" + deep + ",\"b.$\":\"$" + ".x".repeat(20_000) + "\"}";
    String definition =
        "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"Parameters\":"
            + parameters
            + ",\"End\":true}}}";

    assertTimeoutPreemptively(SOON, () -> Lint.check(definition, LintOptions.NONE));
    assertThat(Lint.check("[".repeat(100_000), LintOptions.NONE)).isEmpty();
  }
}
