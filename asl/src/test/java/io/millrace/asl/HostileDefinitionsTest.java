package io.millrace.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.model.StateMachineDefinition;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Parsing never throws, whatever the text: what is wrong comes back as findings.
class HostileDefinitionsTest {
  private static final List<String> FRAGMENTS =
      List.of(
          "$",
          "$.",
          "$..",
          "$[",
          "$['",
          "$[?(",
          "$$",
          "{%",
          "%}",
          "{% %}",
          "{% ( %}",
          "{% [ %}",
          "{% $ %}",
          "{% a.b[%] %}",
          "{% /x %}",
          "{% function( %}",
          "States.",
          "States.Format(",
          "States.Format('",
          "States.Array($",
          "arn:",
          "arn:aws:states:::",
          ":",
          "",
          "\u0000",
          "\\");
  private static final String[] KEYS = {
    "Type", "Next", "End", "States", "StartAt", "Choices", "Branches", "Resource", "Catch", "Retry",
    "ItemProcessor", "Parameters", "Assign", "x.$", ".$", "QueryLanguage", "", "/", "~", "[0]"
  };

  @Test
  void brokenPublishedWorkflowsAreRefusedWithoutThrowing() {
    List<JsonNode> samples = new ArrayList<>();
    for (Path file : Corpus.files(Corpus.folder("asl-samples"), ".asl.json")) {
      samples.add(Corpus.json(file));
    }
    int refused = 0;
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      JsonNode broken = samples.get(random.nextInt(samples.size())).deepCopy();
      for (int i = 0; i <= random.nextInt(3); i++) {
        damage(broken, random);
      }
      String text = broken.toString();
      assertThatCode(() -> Asl.parse(text))
          .as("seed %d: %s", seed, text)
          .doesNotThrowAnyException();
      refused += Asl.parse(text).isValid() ? 0 : 1;
    }

    assertThat(refused).isGreaterThan(1000);
  }

  /// Walks down to a random place and changes it.
  private static void damage(JsonNode root, Random random) {
    JsonNode at = root;
    while (true) {
      List<JsonNode> containers = new ArrayList<>();
      at.forEach(child -> containers.add(child));
      containers.removeIf(child -> !child.isContainerNode() || child.isEmpty());
      if (containers.isEmpty() || random.nextInt(4) == 0) {
        break;
      }
      at = containers.get(random.nextInt(containers.size()));
    }
    if (at instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(4)) {
        case 0 -> object.remove(name);
        case 1 -> object.set(KEYS[random.nextInt(KEYS.length)], object.remove(name));
        case 2 -> object.set(KEYS[random.nextInt(KEYS.length)], value(random));
        default -> object.set(name, value(random));
      }
    } else if (at instanceof ArrayNode array && !array.isEmpty()) {
      array.set(random.nextInt(array.size()), value(random));
    }
  }

  private static JsonNode value(Random random) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (random.nextInt(8)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(random.nextBoolean());
      case 2 -> nodes.numberNode(random.nextLong());
      case 3 -> nodes.numberNode(random.nextDouble() * 1e300);
      case 4 -> nodes.objectNode();
      case 5 -> nodes.arrayNode();
      default -> nodes.textNode(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "{\"a\":", "-", "$f(", "not ", "a.", "function($x){"})
  void deeplyNestedExpressionsAreFindings(String opening) {
    String expression = opening.repeat(50_000);
    String definition =
        """
        {"QueryLanguage":"JSONata","StartAt":"A","States":{"A":
          {"Type":"Pass","Output":%s,"End":true}}}\
        """
            .formatted(JsonNodeFactory.instance.textNode("{% " + expression + " %}"));

    assertThat(Asl.parse(definition).diagnostics())
        .extracting(Diagnostic::code)
        .contains("INVALID_JSONATA_EXPRESSION");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$[?(", "$[?(@.a", "$..", "$['a", "$.a[0", "$[(", "$.a("})
  void deeplyNestedPathsAreFindings(String opening) {
    String path = "$" + opening.substring(1).repeat(20_000);
    String definition =
        """
        {"StartAt":"A","States":{"A":{"Type":"Pass","InputPath":%s,"End":true}}}\
        """
            .formatted(JsonNodeFactory.instance.textNode(path));

    assertThatCode(() -> Asl.parse(definition)).doesNotThrowAnyException();
  }

  @Test
  void deeplyNestedJsonIsAFinding() {
    String definition = "{\"a\":".repeat(5_000);

    assertThat(Asl.parse(definition).diagnostics())
        .extracting(Diagnostic::code)
        .containsExactly("INVALID_JSON_DESCRIPTION");
  }

  @ParameterizedTest
  @ValueSource(strings = {"JSONPath", "JSONata"})
  void halfAMillionNestedValuesCostAFewHundredBytesEach(String language) {
    String zeros = "0,".repeat(519_999) + "0";
    String field = language.equals("JSONata") ? "Output" : "Result";
    String definition =
        """
        {"QueryLanguage":"%s","StartAt":"A","States":{"A":{"Type":"Pass","%s":%s,"End":true},
          "A2":{"Type":"Pass","Nex":"A","End":true}}}\
        """
            .formatted(language, field, "[".repeat(480) + zeros + "]".repeat(480));
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = threads.getCurrentThreadAllocatedBytes();
    Parsed<StateMachineDefinition> parsed = Asl.parse(definition);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated).isLessThan(200_000_000);
    assertThat(parsed.diagnostics())
        .extracting(d -> d.span().toString())
        .containsExactly("/States/A2 (2:23)");
  }

  /// Each is about 900 kB of a shape for which looking everything up everywhere would take minutes.
  @ParameterizedTest
  @ValueSource(strings = {"variables", "targets", "fields", "rules", "lookalikes", "labels"})
  void aMegabyteIsReadInSecondsWhateverItsShape(String shape) {
    String definition =
        switch (shape) {
          case "variables" ->
              machine(
                  "\"A\":{\"Type\":\"Pass\",\"Assign\":{"
                      + many(40_000, "\"v%1$d\":1")
                      + "},\"Next\":\"P\"},\"P\":{\"Type\":\"Parallel\",\"End\":true,\"Branches\":["
                      + many(
                          9_000,
                          "{\"StartAt\":\"b%1$d\",\"States\":{\"b%1$d\":{\"Type\":\"Succeed\"}}}")
                      + "]}");
          case "targets" ->
              machine(many(20_000, "\"state%1$d\":{\"Type\":\"Pass\",\"Next\":\"stat%1$d\"}"));
          case "fields" -> machine("\"A\":{\"Type\":\"Pass\"," + many(80_000, "\"f%1$d\":1") + "}");
          case "rules" ->
              machine(
                  "\"A\":{\"Type\":\"Choice\",\"Choices\":["
                      + many(
                          18_000, "{\"Variable\":\"$.a\",\"StringEqual\":\"%1$d\",\"Nxt\":\"A\"}")
                      + "]}");
          case "lookalikes" ->
              machine(
                  "\"A\":{\"Type\":\"Pass\",\"End\":true,\"Parameters\":{"
                      + many(40_000, "\"p%1$d\":\"$.x%1$d\"")
                      + "}}");
          default ->
              machine(
                  many(
                      5_000,
                      "\"m%1$d\":{\"Type\":\"Map\",\"Label\":\"l%1$d\",\"Iterator\":{\"StartAt\":\"i%1$d\","
                          + "\"States\":{\"i%1$d\":{\"Type\":\"Succeed\"}}},\"End\":true}"));
        };
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = threads.getCurrentThreadCpuTime();
    List<Diagnostic> findings = Asl.validate(definition, false);
    long seconds = (threads.getCurrentThreadCpuTime() - before) / 1_000_000_000L;

    assertThat(definition.length()).isGreaterThan(400_000);
    assertThat(findings).hasSizeLessThanOrEqualTo(1_001);
    assertThat(seconds).isLessThan(4);
  }

  private static String machine(String states) {
    return "{\"StartAt\":\"A\",\"States\":{" + states + "}}";
  }

  private static String many(int count, String pattern) {
    return IntStream.range(0, count).mapToObj(pattern::formatted).collect(Collectors.joining(","));
  }

  @Test
  void halfOfACharacterIsAFinding() {
    String definition = machine("\"A\":{\"Type\":\"Succeed\",\"Comment\":\"" + '\ud800' + "\"}");

    assertThat(Asl.parse(definition).diagnostics())
        .extracting(Diagnostic::code)
        .containsExactly("INVALID_JSON_DESCRIPTION");
    assertThat(Asl.parse(definition.replace("\ud800", "\\ud800")).isValid()).isTrue();
    assertThat(Asl.parse(definition.replace("\ud800", "\ud83d\ude00")).isValid()).isTrue();
  }

  @Test
  void tooManyExpressionsAreOneFindingAndNoneOfThemIsCompiled() {
    String expressions = "\"{%1%}\",".repeat(100_000) + "0";
    String definition =
        """
        {"QueryLanguage":"JSONata","StartAt":"A","States":{
          "A":{"Type":"Pass","Output":[%s],"Next":"B"},
          "B":{"Type":"Pass","Output":"{%% 1 %%}","End":true}}}\
        """
            .formatted(expressions);

    assertThat(Asl.parse(definition).diagnostics())
        .extracting(Diagnostic::message)
        .containsExactly("The definition has more than 10000 JSONata expressions");
  }
}
