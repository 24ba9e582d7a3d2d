package io.millrace.asl.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.asl.lint.Finding.Severity;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is known about data from state to state.
class DataFlowTest {
  /// Rules about paths and types; others are not at stake here.
  private static final Set<String> DATA =
      Set.of(
          "path-absent",
          "path-maybe-absent",
          "variable-unassigned",
          "item-path",
          "value-type",
          "choice-never-matches",
          "state-unreached");

  private static final String INVOKE =
      "\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::lambda:invoke\", \"Parameters\":"
          + " {\"FunctionName\": \"f\"}, ";

  @Test
  void readingWhatMayBeInTheInputIsNoMistake() {
    assertThat(
            found(
                pass(
                    "A", "\"Parameters\": {\"x.$\": \"$.a.b[0].c\"}, \"ResultPath\": \"$.d\"", "B"),
                pass("B", "\"InputPath\": \"$.a.b[1]\"", null)))
        .isEmpty();
  }

  @Test
  void aFunctionNamedDirectlyMayAnswerAnything() {
    String task =
        "\"A\": {\"Type\": \"Task\", \"Resource\":"
            + " \"arn:aws:lambda:us-east-1:111111111111:function:f\", \"Next\": \"B\"}";

    assertThat(found(task, pass("B", "\"InputPath\": \"$.anything\"", null))).isEmpty();
  }

  @Test
  void resultPathKeepsTheInput() {
    for (String kept : List.of("null", "\"$.answer\"", "\"$.a.answer\"")) {
      String task = "\"B\": {" + INVOKE + "\"ResultPath\": " + kept + ", \"Next\": \"C\"}";

      assertThat(
              found(
                  pass("A", "\"Parameters\": {\"x.$\": \"$.a.x\"}, \"ResultPath\": null", "B"),
                  task,
                  pass("C", "\"InputPath\": \"$.a.x\"", null)))
          .isEmpty();
    }
  }

  @Test
  void outputPathLosesWhatItDoesNotSelect() {
    assertThat(
            found(
                pass(
                    "A", "\"Result\": {\"x\": {\"y\": 1}, \"z\": 2}, \"OutputPath\": \"$.x\"", "B"),
                pass("B", "\"Parameters\": {\"y.$\": \"$.y\", \"z.$\": \"$.z\"}", null)))
        .containsExactly("ERROR path-absent B");
  }

  @Test
  void aCatchWithoutResultPathLosesTheInput() {
    String task =
        "\"A\": {"
            + INVOKE
            + "\"ResultPath\": null, \"Catch\": [{\"ErrorEquals\": [\"States.ALL\"], \"Next\":"
            + " \"C\"}], \"Next\": \"B\"}";

    assertThat(
            found(
                pass("S", "\"Parameters\": {\"id.$\": \"$.id\"}", "A"),
                task,
                pass("B", "\"InputPath\": \"$.id\"", null),
                pass("C", "\"Parameters\": {\"e.$\": \"$.Cause\", \"id.$\": \"$.id\"}", null)))
        .containsExactly("ERROR path-absent C");
  }

  @Test
  void whatOneWayBringsAndAnotherDoesNotIsDoubtful() {
    String choice =
        "\"A\": {\"Type\": \"Choice\", \"Choices\": [{\"Variable\": \"$.n\", \"NumericEquals\": 1,"
            + " \"Next\": \"B\"}], \"Default\": \"C\"}";

    assertThat(
            found(
                choice,
                pass("B", "\"Result\": {\"x\": 1}", "D"),
                pass("C", "\"Result\": {\"y\": 1}", "D"),
                pass("D", "\"InputPath\": \"$.x\"", null)))
        .containsExactly("WARNING path-maybe-absent D");
  }

  @Test
  void isPresentGuardsItsRuleAndTheDefaultLacksThePath() {
    String choice =
        "\"A\": {\"Type\": \"Choice\", \"Choices\": [{\"And\": [{\"Variable\": \"$.x\","
            + " \"IsPresent\": true}, {\"Variable\": \"$.x\", \"StringEquals\": \"a\"}], \"Next\":"
            + " \"B\"}, {\"Variable\": \"$.x\", \"IsPresent\": false, \"Next\": \"C\"}],"
            + " \"Default\": \"B\"}";

    assertThat(
            found(
                pass("S", "\"Parameters\": {\"id.$\": \"$.id\"}, \"ResultPath\": \"$.made\"", "A"),
                choice,
                pass("B", "\"InputPath\": \"$.x\"", null),
                pass("C", "\"InputPath\": \"$.x\"", null)))
        .containsExactly("ERROR path-absent C");
  }

  @Test
  void variablesOfAMapEndThereAndADistributedOneSeesNoneFromOutside() {
    assertThat(found(mapWithVariables("INLINE"))).containsExactly("ERROR variable-unassigned C");
    assertThat(found(mapWithVariables("DISTRIBUTED")))
        .containsExactly("ERROR variable-unassigned I", "ERROR variable-unassigned C");
  }

  private static String mapWithVariables(String mode) {
    return pass("A", "\"Assign\": {\"outer\": 1}", "B")
        + ", \"B\": {\"Type\": \"Map\", \"ItemsPath\": \"$.items\", \"ResultPath\": null,"
        + " \"ItemProcessor\": {\"ProcessorConfig\": {\"Mode\": \""
        + mode
        + "\", \"ExecutionType\": \"STANDARD\"}, \"StartAt\": \"I\", \"States\": {"
        + pass("I", "\"Assign\": {\"inner.$\": \"$outer\"}", "J")
        + ", "
        + pass("J", "\"InputPath\": \"$inner\"", null)
        + "}}, \"Next\": \"C\"}, "
        + pass("C", "\"InputPath\": \"$inner\"", null);
  }

  @Test
  void aParallelGivesOneOutputForEachBranch() {
    String parallel =
        "\"A\": {\"Type\": \"Parallel\", \"Branches\": [{\"StartAt\": \"P\", \"States\": {"
            + pass("P", "\"Result\": {\"x\": 1}", null)
            + "}}, {\"StartAt\": \"Q\", \"States\": {"
            + pass("Q", "\"Result\": {\"y\": 1}", null)
            + "}}], \"Next\": \"B\"}";

    assertThat(found(parallel, pass("B", "\"InputPath\": \"$[1].y\"", null))).isEmpty();
    assertThat(found(parallel, pass("B", "\"InputPath\": \"$[0].y\"", null)))
        .containsExactly("ERROR path-absent B");
    assertThat(found(parallel, pass("B", "\"InputPath\": \"$[2]\"", null)))
        .containsExactly("ERROR path-absent B");
  }

  @Test
  void whatALoopMakesLaterIsDoubtfulOnItsFirstRound() {
    String choice =
        "\"C\": {\"Type\": \"Choice\", \"Choices\": [{\"Variable\": \"$.done\", \"BooleanEquals\":"
            + " true, \"Next\": \"E\"}], \"Default\": \"B\"}";

    assertThat(
            found(
                pass("A", "\"Result\": {\"done\": false}", "B"),
                pass("B", "\"Parameters\": {\"n.$\": \"$.last\"}, \"ResultPath\": \"$.seen\"", "D"),
                pass("D", "\"Result\": 1, \"ResultPath\": \"$.last\"", "F"),
                "\"F\": {\"Type\": \"Task\", \"Resource\":"
                    + " \"arn:aws:lambda:us-east-1:111111111111:function:f\", \"ResultPath\":"
                    + " \"$.done\", \"Next\": \"C\"}",
                choice,
                "\"E\": {\"Type\": \"Succeed\"}"))
        .containsExactly("WARNING path-maybe-absent B");
  }

  @Test
  void defaultsMergedUnderTheInputAreThere() {
    assertThat(
            found(
                pass("A", "\"Result\": {\"size\": 1}, \"ResultPath\": \"$.defaults\"", "B"),
                pass(
                    "B",
                    "\"Parameters\": {\"all.$\": \"States.JsonMerge($.defaults, $, false)\"},"
                        + " \"OutputPath\": \"$.all\"",
                    "C"),
                pass("C", "\"InputPath\": \"$.size\"", null)))
        .isEmpty();
  }

  @Test
  void theContextObjectHasWhatAwsDocuments() {
    assertThat(
            found(
                pass(
                    "A",
                    "\"Parameters\": {\"a.$\": \"$$.Execution.Name\", \"b.$\":"
                        + " \"$$.Execution.Input.anything\"}",
                    "B"),
                pass("B", "\"Parameters\": {\"a.$\": \"$$.Map.Item.Value\"}", "C"),
                pass("C", "\"Parameters\": {\"a.$\": \"$$.Execution.Title\"}", null)))
        .containsExactly("ERROR path-absent B", "ERROR path-absent C");
  }

  @Test
  void aBatchHasItsItemsUnderItems() {
    String map =
        "\"A\": {\"Type\": \"Map\", \"ItemReader\": {\"Resource\":"
            + " \"arn:aws:states:::s3:getObject\"}, \"ItemBatcher\": {\"MaxItemsPerBatch\": 10},"
            + " \"ItemProcessor\": {\"ProcessorConfig\": {\"Mode\": \"DISTRIBUTED\"}, \"StartAt\":"
            + " \"I\", \"States\": {"
            + pass("I", "\"Parameters\": {\"a.$\": \"$.Items[0].name\", \"b.$\": \"$.name\"}", null)
            + "}}, \"End\": true}";

    assertThat(found(map)).containsExactly("ERROR path-absent I");
  }

  @Test
  void jsonataReadsWhatOutputsHaveMade() {
    String machine =
        "\"A\": {\"QueryLanguage\": \"JSONata\", \"Type\": \"Task\", \"Resource\":"
            + " \"arn:aws:states:::lambda:invoke\", \"Arguments\": {\"FunctionName\": \"f\"},"
            + " \"Output\": {\"kept\": \"{% $states.result.Payload.x %}\"}, \"Next\": \"B\"}, "
            + jsonata("B", "{% {'kept': $states.input.kept} %}", "C")
            + jsonata("C", "{% $states.input.kept & $states.input.lost %}", null);
    assertThat(found(machine)).containsExactly("WARNING path-absent C");
    assertThat(
            found(machine.replace("$states.input.kept & $states.input.lost", "$states.input.lost")))
        .containsExactly("ERROR path-absent C");
    assertThat(
            found(
                machine.replace(
                    "$states.input.kept & $states.input.lost",
                    "$exists($states.input.lost) ? $states.input.lost : 'none'")))
        .isEmpty();
  }

  @Test
  void aMemberThatJsonataLeavesOutIsAWarning() {
    assertThat(
            found(
                pass("A", "\"Result\": {\"x\": 1}", "B")
                    + ", "
                    + jsonata("B", "{% {'a': $states.input.x, 'b': $states.input.y} %}", null)))
        .containsExactly("WARNING path-absent B");
  }

  @Test
  void whatCountsAsAnEmptyTextIsAWarning() {
    assertThat(found(jsonata("A", "{% 'id ' & $forgotten %}", null)))
        .containsExactly("WARNING variable-unassigned A");
  }

  @Test
  void aFailureThatIsCaughtIsAWarning() {
    assertThat(
            found(
                pass("A", "\"Result\": {\"x\": 1}", "B")
                    + ", \"B\": {\"QueryLanguage\": \"JSONata\", \"Type\": \"Task\", \"Resource\":"
                    + " \"arn:aws:states:::lambda:invoke\", \"Arguments\": {\"FunctionName\":"
                    + " \"{% $states.input.y %}\"}, \"Catch\": [{\"ErrorEquals\": [\"States.ALL\"],"
                    + " \"Next\": \"C\"}], \"Next\": \"C\"}, "
                    + "\"C\": {\"Type\": \"Succeed\"}"))
        .containsExactly("WARNING path-absent B");
  }

  @Test
  void arraysAndSearchesNeverFail() {
    assertThat(
            found(
                pass("A", "\"Result\": {\"x\": 1}", "B"),
                pass(
                    "B",
                    "\"Parameters\": {\"a.$\": \"$.none[*].x\", \"b.$\": \"$..none\", \"c.$\":"
                        + " \"$.none[?(@.x == 1)]\"}",
                    null)))
        .isEmpty();
  }

  private static String pass(String name, String fields, @Nullable String next) {
    return "\""
        + name
        + "\": {\"Type\": \"Pass\", "
        + fields
        + (next == null ? ", \"End\": true}" : ", \"Next\": \"" + next + "\"}");
  }

  private static String jsonata(String name, String output, @Nullable String next) {
    return "\""
        + name
        + "\": {\"QueryLanguage\": \"JSONata\", \"Type\": \"Pass\", \"Output\": \""
        + output
        + (next == null ? "\", \"End\": true}" : "\", \"Next\": \"" + next + "\"}, ");
  }

  /// Severity, rule and state of each finding about data.
  private static List<String> found(String... states) {
    String first = states[0].substring(1, states[0].indexOf('"', 1));
    String definition =
        "{\"StartAt\": \"" + first + "\", \"States\": {" + String.join(", ", states) + "}}";
    return Lint.check(definition, LintOptions.NONE).stream()
        .filter(finding -> DATA.contains(finding.rule()))
        .filter(finding -> finding.severity() != Severity.NOTE)
        .map(f -> f.severity() + " " + f.rule() + " " + f.state())
        .toList();
  }
}
