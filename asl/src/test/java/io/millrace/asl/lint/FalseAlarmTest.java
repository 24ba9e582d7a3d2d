package io.millrace.asl.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.asl.json.Json;
import io.millrace.asl.lint.Finding.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What works, or may work, has no finding that says otherwise.
class FalseAlarmTest {
  @Test
  void aResultWriterWithoutAResourceGivesTheResultsThemselves() {
    String definition =
        """
        {"StartAt": "Each", "States": {
          "Each": {"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
            "StartAt": "Make", "States": {"Make": {"Type": "Pass", "Parameters": {"id": 1}, "End": true}}},
            "ResultWriter": {"WriterConfig": {"Transformation": "FLATTEN", "OutputType": "JSON"}},
            "Next": "First"},
          "First": {"Type": "Pass", "Parameters": {"first.$": "$[0].any"}, "ResultPath": null, "Next": "Again"},
          "Again": {"Type": "Map", "ItemProcessor": {"StartAt": "Do", "States": {"Do": {"Type": "Pass", "End": true}}},
            "End": true}}}
        """;
    assertThat(data(definition, LintOptions.NONE)).isEmpty();

    String compact = definition.replace("FLATTEN", "COMPACT");
    assertThat(data(compact, LintOptions.NONE)).containsExactly("ERROR path-absent First");
    String written =
        compact.replace(
            "{\"WriterConfig", "{\"Resource\": \"arn:aws:states:::s3:putObject\", \"WriterConfig");
    assertThat(data(written, LintOptions.NONE))
        .containsExactly("ERROR path-absent First", "ERROR value-type Again");
  }

  @Test
  void anInputMayHaveWhatTheExampleLacksWhenItIsMergedOverDefaults() throws Exception {
    String definition =
        """
        {"StartAt": "Defaults", "States": {
          "Defaults": {"Type": "Pass", "Result": {"opts": {"a": 1}, "size": "m"}, "ResultPath": "$.defaults", "Next": "Merge"},
          "Merge": {"Type": "Pass", "OutputPath": "$.m", "Next": "Ask",
            "Parameters": {"m.$": "States.JsonMerge($.defaults, $$.Execution.Input, false)"}},
          "Ask": {"Type": "Choice", "Default": "End", "Choices": [
            {"Variable": "$.opts.b", "IsPresent": true, "Next": "Use"},
            {"Variable": "$.size", "StringEquals": "l", "Next": "Use"}]},
          "Use": {"Type": "Pass", "InputPath": "$.opts.a", "Next": "End"},
          "End": {"Type": "Succeed"}}}
        """;
    assertThat(data(definition, example("{\"id\": 1}"))).doesNotContain("ERROR path-absent Use");
    assertThat(data(definition, example("{\"id\": 1}")))
        .noneMatch(f -> f.contains("choice-never-matches") || f.contains("state-unreached"));
    assertThat(data(definition, LintOptions.NONE))
        .noneMatch(f -> f.contains("choice-never-matches") || f.contains("state-unreached"));

    String reads = definition.replace("\"$.opts.a\"", "\"$.opts.b\"");
    assertThat(data(reads, example("{\"id\": 1}"))).noneMatch(f -> f.startsWith("ERROR"));
  }

  @Test
  void aVariableThatAChoiceHasFoundIsThereAndOneItMissedIsNot() {
    String definition =
        """
        {"StartAt": "Work", "States": {
          "Work": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:111111111111:function:f", "TimeoutSeconds": 9,
            "Catch": [{"ErrorEquals": ["States.ALL"], "Assign": {"err.$": "$.Error"}, "Next": "Ask"}], "Next": "Ask"},
          "Ask": {"Type": "Choice", "Choices": [{"Variable": "$err", "IsPresent": true, "Next": "Failed"}], "Default": "Fine"},
          "Failed": {"Type": "Fail", "ErrorPath": "$err", "Cause": "x"},
          "Fine": {"Type": "Succeed"}}}
        """;
    assertThat(data(definition, LintOptions.NONE)).isEmpty();

    String and =
        definition.replace(
            "{\"Variable\": \"$err\", \"IsPresent\": true, \"Next\": \"Failed\"}",
            "{\"And\": [{\"Variable\": \"$err\", \"IsPresent\": true}, {\"Variable\": \"$err\","
                + " \"StringEquals\": \"x\"}], \"Next\": \"Failed\"}");
    assertThat(data(and, LintOptions.NONE)).isEmpty();

    String wrong = definition.replace("\"IsPresent\": true", "\"IsPresent\": false");
    assertThat(data(wrong, LintOptions.NONE)).containsExactly("ERROR variable-unassigned Failed");
  }

  private static LintOptions example(String json) throws JsonProcessingException {
    return new LintOptions(Json.parse(json), false);
  }

  /// Severity, rule and state of the findings about data.
  private static List<String> data(String definition, LintOptions options) {
    List<String> rules =
        List.of(
            "path-absent",
            "path-maybe-absent",
            "value-type",
            "variable-unassigned",
            "not-in-example",
            "choice-never-matches",
            "state-unreached");
    return Lint.check(definition, options).stream()
        .filter(f -> rules.contains(f.rule()) && f.severity() != Severity.NOTE)
        .map(f -> f.severity() + " " + f.rule() + " " + f.state())
        .toList();
  }
}
