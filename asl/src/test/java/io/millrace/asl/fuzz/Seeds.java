package io.millrace.asl.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What is mutated: texts of the kinds that people write, and hostile pieces to put into them.
/// Definitions of the conformance corpus join them where it lies beside the repository.
final class Seeds {
  /// What expressions are evaluated on.
  static final String INPUT =
      """
      {"items":[1,2,3],"list":[{"k":"x","v":1},{"k":"y","v":2},{"k":"x","v":3}],"n":-3.5,"s":"text",
       "words":["alpha","Beta","","gamma"],"nested":[[1,[2]],[3],5],"odd key":{"x":7},"null":null,
       "order":{"id":"o-1","lines":[{"sku":"s1","price":2.5,"qty":4},{"sku":"s2","price":10}]},
       "json":"{\\"q\\":[1,2]}","date":"2024-02-29T12:34:56Z","big":12345678901234567890}
      """;

  static final List<String> PATHS =
      List.of(
          "$",
          "$.items[0]",
          "$.items[*]",
          "$.list[*].k",
          "$['odd key'].x",
          "$..k",
          "$.items[1:2]",
          "$.items[-1:]",
          "$.items[0,2]",
          "$.list[?(@.v > 1)]",
          "$.list[?(@.k == 'x' && @.v < 3)].v",
          "$.list[?(@.k =~ /x+/i)]",
          "$.list[?(@.k in ['x','z'])]",
          "$.order.lines.length()",
          "$.items.sum()",
          "$.words.concat('a')",
          "$$.Execution.Name",
          "$total",
          "$order.lines[1]");

  static final List<String> INTRINSICS =
      List.of(
          "States.Format('a {} b {}', $.n, $.s)",
          "States.Array($.items, 'x', 1, true, null)",
          "States.ArrayPartition($.items, 2)",
          "States.ArrayContains($.items, 2)",
          "States.ArrayRange(1, 9, 2)",
          "States.ArrayGetItem($.items, 1)",
          "States.ArrayLength($.items)",
          "States.ArrayUnique($.words)",
          "States.Base64Encode($.s)",
          "States.Base64Decode('YWJj')",
          "States.Hash($.order, 'SHA-256')",
          "States.JsonMerge($.order, $.list[0], false)",
          "States.StringToJson($.json)",
          "States.JsonToString($)",
          "States.MathRandom(1, 10)",
          "States.MathAdd($.items[0], -5)",
          "States.StringSplit('a,b;c', ',;')",
          "States.UUID()",
          "States.Format('{}', States.ArrayGetItem(States.Array($.n, 'it\\'s'), 0))");

  static final List<String> JSONATA =
      List.of(
          "$states.input.list[v > 1]{k: $sum(v)}",
          "$map($states.input.items, function($x, $i) { $x * $i })",
          "$states.input.order ~> |lines|{'total': price * qty}, 'sku'|",
          "($f := function($n) { $n <= 1 ? 1 : $n * $f($n - 1) }; $f(5))",
          "$replace($states.input.s, /(t)(e)/, '$2$1')",
          "$states.input.list^(>v, k).k",
          "$fromMillis($toMillis($states.input.date), '[Y]-[M01]-[D01]', '+0200')",
          "$formatNumber($states.input.n, '#,##0.00;(#)')",
          "$partition([1..10], 3)",
          "$states.input.list@$a.($states.input.list)@$b[$a.k = $b.k].($a.v * $b.v)");

  static final List<String> DEFINITIONS =
      List.of(
          """
          {"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":{"x.$":"$.s","y":[1,{"z.$":"States.UUID()"}]},
           "ResultPath":"$.r","OutputPath":"$.r","Assign":{"v.$":"$.r"},"Next":"B"},
           "B":{"Type":"Choice","Choices":[{"And":[{"Variable":"$.n","NumericGreaterThan":1},
           {"Not":{"Variable":"$.s","StringMatches":"a*\\\\*"}}],"Next":"C"},
           {"Variable":"$.date","TimestampLessThanPath":"$.date","Next":"C"}],"Default":"D"},
           "C":{"Type":"Wait","SecondsPath":"$.n","Next":"D"},
           "D":{"Type":"Fail","ErrorPath":"$.s","CausePath":"States.Format('{}',$.s)"}}}\
          """,
          """
          {"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass",
           "Assign":{"x":"{% $states.input.items %}"},"Output":{"a":["{% $sum($x) %}"]},"Next":"B"},
           "B":{"Type":"Choice","Choices":[{"Condition":"{% $x[0] = 1 %}","Next":"C"}],"Default":"C"},
           "C":{"Type":"Map","Items":"{% $x %}","MaxConcurrency":2,"ItemSelector":{"i":"{% $states.context.Map.Item.Value %}"},
           "ItemProcessor":{"ProcessorConfig":{"Mode":"INLINE"},"StartAt":"E","States":{"E":{"Type":"Succeed"}}},"End":true}}}\
          """,
          """
          {"Comment":"c","TimeoutSeconds":60,"Version":"1.0","StartAt":"T","States":{
           "T":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke.waitForTaskToken","HeartbeatSeconds":5,
           "Parameters":{"FunctionName":"f","Payload":{"t.$":"$$.Task.Token"}},"ResultSelector":{"p.$":"$.Payload"},
           "Retry":[{"ErrorEquals":["States.TaskFailed"],"IntervalSeconds":1,"BackoffRate":2.5,"MaxDelaySeconds":9,
           "JitterStrategy":"FULL"}],"Catch":[{"ErrorEquals":["States.ALL"],"ResultPath":"$.e","Next":"P"}],"Next":"P"},
           "P":{"Type":"Parallel","Branches":[{"StartAt":"S","States":{"S":{"Type":"Succeed"}}}],
           "ResultPath":null,"End":true}}}\
          """);

  static final List<String> HOSTILE =
      List.of(
          "\u0000",
          "\uD800",
          "\uDFFF",
          "\uFEFF",
          "\u202E",
          "\\",
          "\"",
          "'",
          "{%",
          "%}",
          "$",
          "$.",
          "$..",
          "$$",
          "[?(",
          "@",
          "*",
          "**",
          "~>",
          ":=",
          "..",
          "function(",
          "States.",
          "States.Format(",
          "1e999",
          "-0",
          "9".repeat(400),
          "1e-999999999",
          "null",
          "{",
          "}",
          "[",
          "]",
          "(",
          ")",
          "((((((((((((((((((((",
          "[[[[[[[[[[[[[[[[[[[[",
          "/(a+)+b/",
          "%",
          "^(",
          "#$i",
          "@$v",
          "|",
          "`",
          "λ",
          ".$",
          "arn:aws:states:::",
          ".sync",
          ":",
          ",",
          ";",
          "?");

  private Seeds() {}

  /// Our definitions, and those in the corpus.
  static List<String> definitions() {
    List<String> all = new ArrayList<>(DEFINITIONS);
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      for (String beside : List.of("../shared/conformance", "../../shared/conformance")) {
        Path corpus = at.resolve(beside).normalize();
        if (Files.isDirectory(corpus)) {
          read(corpus.resolve("asl-samples"), ".asl.json", node -> all.add(node.toString()));
          read(corpus.resolve("cases"), ".json", node -> ofCase(node, all));
          return all;
        }
      }
    }
    return all;
  }

  private static void ofCase(JsonNode example, List<String> all) {
    for (JsonNode step : example.path("steps")) {
      JsonNode definition = step.path("params").path("definition");
      if (definition.isTextual()) {
        all.add(definition.textValue());
      }
    }
  }

  private static void read(Path folder, String ending, Consumer<JsonNode> take) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(ending)).sorted().toList()) {
        take.accept(Json.mapper().readTree(file.toFile()));
      }
    } catch (IOException e) {
      throw new IllegalStateException("the corpus cannot be read: " + folder, e);
    }
  }
}
