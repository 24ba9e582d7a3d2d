package io.millrace.asl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.asl.json.Json;
import io.millrace.asl.model.VariableReferences;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which variables DescribeStateMachine lists for a state.
class VariableReferencesTest {
  @Test
  void recordedMachinesHaveTheRecordedReferences() {
    int compared = 0;
    for (Path file :
        Corpus.files(Corpus.folder("cases").resolve("api_variable_references"), ".json")) {
      JsonNode recorded = Corpus.json(file);
      String definition = recorded.path("steps").path(0).path("params").path("definition").asText();
      JsonNode wanted =
          recorded.path("expected").path("describe_response").path("variableReferences");

      Map<String, List<String>> actual = VariableReferences.of(Asl.parse(definition).orThrow());

      assertThat(Json.mapper().<JsonNode>valueToTree(actual))
          .as(file.getFileName().toString())
          .isEqualTo(wanted.isMissingNode() ? Json.mapper().createObjectNode() : wanted);
      compared++;
    }

    assertThat(compared).isGreaterThanOrEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      textBlock =
          """
          $a + $b.c[$d] => a,b,d
          $states.input.x & $states.context.$y => y
          $map($list, function($v, $i) { $v + $k }) => k,list
          ($x := $x + 1; $x * $y) => x,y
          ($f := function($n) { $f($n) }; $f($z)) => z
          ($inner := 1; ($inner := 2; $inner)) =>
          [($a := 1), $a] => a
          $count($states.input) ~> $string =>
          $orders@$o.lines#$i[$o.id = $i and $p] => orders,p
          {"k": $v1, $v2: [1..$v3]} => v1,v2,v3
          $t ~> |$|{"a": $u}| => t,u
          $match($m, /x/) ? $yes : $no => m,no,yes
          """)
  void anExpressionReadsWhatItDoesNotBindItself(String expression, String wanted) {
    Map<String, List<String>> actual = references("Pass", "\"Output\": " + jsonata(expression));

    List<String> expected = wanted == null ? List.of() : List.of(wanted.split(","));
    assertThat(actual.getOrDefault("A", List.of())).isEqualTo(expected);
  }

  @Test
  void aVariableNamedLikeAFunctionIsAReferenceWhereTheMachineAssignsIt() {
    String read = "\"Output\": " + jsonata("$count + 1");

    assertThat(references("Pass", read)).isEmpty();
    assertThat(references("Pass", read + ", \"Assign\": {\"count\": 1}"))
        .isEqualTo(Map.of("A", List.of("count")));
    assertThat(
            references(
                "Pass", "\"Output\": " + jsonata("$count([])") + ", \"Assign\": {\"count\": 1}"))
        .isEmpty();
  }

  @Test
  void everyFieldOfAJsonataTaskIsRead() {
    Map<String, List<String>> actual =
        references(
            "Task",
            """
            "Resource": "arn:aws:states:::lambda:invoke",
            "Arguments": {"FunctionName": "f", "Payload": ["{% $inArguments %}"]},
            "TimeoutSeconds": "{% $inTimeout %}", "HeartbeatSeconds": "{% $inHeartbeat %}",
            "Credentials": {"RoleArn": "{% $inCredentials %}"},
            "Assign": {"x": "{% $inAssign %}"}, "Output": {"y": "{% $inOutput %}"},
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "B", "Output": "{% $inCatchOutput %}",
                       "Assign": {"z": "{% $inCatchAssign %}"}}]
            """);

    assertThat(actual.get("A"))
        .containsExactly(
            "inArguments",
            "inAssign",
            "inCatchAssign",
            "inCatchOutput",
            "inCredentials",
            "inHeartbeat",
            "inOutput",
            "inTimeout");
  }

  @Test
  void everyFieldOfADistributedMapIsReadInBothLanguages() {
    String processor =
        """
        "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
          "StartAt": "In", "States": {"In": {"Type": "Pass", "End": true}}}
        """;
    assertThat(
            references(
                    "Map",
                    """
                    "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
                      "ReaderConfig": {"InputType": "JSON", "MaxItems": "{% $a %}"},
                      "Arguments": {"Bucket": "b", "Key": "{% $b %}"}},
                    "ItemSelector": {"k": "{% $c %}"}, "MaxConcurrency": "{% $d %}",
                    "ItemBatcher": {"MaxItemsPerBatch": "{% $e %}", "BatchInput": {"v": "{% $f %}"}},
                    "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject",
                      "Arguments": {"Bucket": "{% $g %}"}},
                    "ToleratedFailureCount": "{% $h %}", "ToleratedFailurePercentage": "{% $i %}",
                    """
                        + processor)
                .get("A"))
        .containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i");
    assertThat(
            references(
                    "Map",
                    """
                    "QueryLanguage": "JSONPath",
                    "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
                      "ReaderConfig": {"InputType": "JSON", "MaxItemsPath": "$a"},
                      "Parameters": {"Bucket": "b", "Key.$": "States.Format('{}', $b)"}},
                    "ItemSelector": {"k.$": "$c"}, "MaxConcurrencyPath": "$d",
                    "ItemBatcher": {"MaxItemsPerBatchPath": "$e", "BatchInput": {"v.$": "$f"}},
                    "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject",
                      "Parameters": {"Bucket.$": "$g"}},
                    "ToleratedFailureCountPath": "$h", "ToleratedFailurePercentagePath": "$i",
                    """
                        + processor)
                .get("A"))
        .containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i");
  }

  @Test
  void choiceRulesAndBranchesAreRead() {
    String definition =
        """
        {"StartAt": "P", "States": {"P": {"Type": "Parallel", "Next": "C", "Branches": [
          {"StartAt": "In", "States": {"In": {"Type": "Wait", "SecondsPath": "$w", "End": true}}}]},
         "C": {"Type": "Choice", "Choices": [
           {"And": [{"Variable": "$v1", "IsPresent": true},
                    {"Not": {"Variable": "$.x", "StringEqualsPath": "$v2.y"}}], "Next": "E",
            "Assign": {"n.$": "$v3"}}]},
         "E": {"Type": "Fail", "ErrorPath": "$e", "CausePath": "States.Format('{}', $c)"}}}
        """;

    assertThat(new TreeMap<>(VariableReferences.of(Asl.parse(definition).orThrow())))
        .isEqualTo(
            Map.of("In", List.of("w"), "C", List.of("v1", "v2", "v3"), "E", List.of("c", "e")));
  }

  private static String jsonata(String expression) {
    return Json.write(TextNode.valueOf("{% " + expression + " %}"));
  }

  private static Map<String, List<String>> references(String type, String fields) {
    String language = fields.contains("QueryLanguage") ? "" : "\"QueryLanguage\": \"JSONata\", ";
    return VariableReferences.of(
        Asl.parse(
                "{\"StartAt\": \"A\", \"States\": {\"A\": {"
                    + language
                    + "\"Type\": \""
                    + type
                    + "\", "
                    + fields
                    + ", \"Next\": \"B\"}, \"B\": {\"Type\": \"Succeed\"}}}")
            .orThrow());
  }
}
