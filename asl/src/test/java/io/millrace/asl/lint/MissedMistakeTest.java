package io.millrace.asl.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.asl.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Mistakes in forms that are easily overlooked.
class MissedMistakeTest {
  private static final String TASK =
      "\"Type\": \"Task\", \"Resource\":"
          + " \"arn:aws:lambda:us-east-1:111111111111:function:f\", \"TimeoutSeconds\": 9, ";

  @Test
  void aFailureThatJoinsTheGoodEndIsFound() {
    String joins =
        "{\"StartAt\": \"Work\", \"States\": {\"Work\": {"
            + TASK
            + "\"Catch\": [{\"ErrorEquals\": [\"States.ALL\"], \"ResultPath\": \"$.error\","
            + " \"Next\": \"Mark\"}], \"Next\": \"Done\"}, \"Mark\": {"
            + TASK
            + "\"Next\": \"Done\"}, \"Done\": {\"Type\": \"Succeed\"}}}";
    assertThat(found(joins, "failure-succeeds")).containsExactly("WARNING Mark");

    String worksOn =
        joins.replace("\"Done\": {\"Type\": \"Succeed\"}", "\"Done\": {" + TASK + "\"End\": true}");
    assertThat(found(worksOn, "failure-succeeds")).isEmpty();
    String fails = joins.replace("{\"Type\": \"Succeed\"}", "{\"Type\": \"Fail\"}");
    assertThat(found(fails, "failure-succeeds")).isEmpty();
  }

  @Test
  void errorsOfTheAuthorsOwnThatEndWellAreANoteWhereTheErrorIsKept() {
    String kept =
        "{\"StartAt\": \"Work\", \"States\": {\"Work\": {"
            + TASK
            + "\"Catch\": [{\"ErrorEquals\": [\"com.acme.BookFailed\"], \"ResultPath\":"
            + " \"$.error\", \"Next\": \"Mark\"}], \"End\": true}, \"Mark\": {"
            + TASK
            + "\"End\": true}}}";

    assertThat(found(kept, "failure-succeeds")).containsExactly("NOTE Mark");
    assertThat(found(kept.replace("\"$.error\"", "null"), "failure-succeeds")).isEmpty();
  }

  @Test
  void aLimitIsAWordOfTheNameAndReadByItsWholeName() throws Exception {
    String definition =
        "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"Parameters\":"
            + " {\"maxTpsUsed.$\": \"$.limits.openAiRpm\"}, \"End\": true}}}";
    LintOptions options =
        new LintOptions(
            Json.parse(
                "{\"httpStatus\": 1, \"warpMode\": 2, \"limits\": {\"maxTps\": 3, \"openAiRpm\": 4,"
                    + " \"rate_limit\": 5, \"maxWorkers\": 6}}"),
            false);

    assertThat(
            Lint.check(definition, options).stream()
                .filter(f -> f.rule().equals("limit-not-enforced"))
                .map(f -> f.message().split("`", -1)[1]))
        .containsExactlyInAnyOrder("$.limits.maxTps", "$.limits.rate_limit", "$.limits.maxWorkers");
  }

  @Test
  void tasksOfAParallelInAMapShareItsConcurrencyAndThoseOfAMapWithinDoNot() {
    String first = TASK + "\"Retry\": [{\"ErrorEquals\": [\"OpenAi429\"]}], \"Next\": \"Y\"";
    String second = TASK + "\"Retry\": [{\"ErrorEquals\": [\"VoiceRateLimit\"]}], \"End\": true";
    String states =
        "{\"StartAt\": \"X\", \"States\": {\"X\": {" + first + "}, \"Y\": {" + second + "}}}";
    String parallel = map("P", "\"Type\": \"Parallel\", \"Branches\": [" + states + "]");
    String inner =
        map("N", "\"Type\": \"Map\", \"MaxConcurrency\": 2, \"ItemProcessor\": " + states);

    assertThat(found(parallel, "shared-limit")).containsExactly("WARNING M");
    assertThat(found(inner, "shared-limit")).containsExactly("WARNING N");
  }

  @Test
  void anInlineMapOfTasksWithoutMaxConcurrencyIsANote() {
    String tasks = map("X", TASK.substring(0, TASK.length() - 2));

    assertThat(found(tasks, "inline-concurrency")).isEmpty();
    String absent = tasks.replace("\"MaxConcurrency\": 5, ", "");
    assertThat(found(absent, "inline-concurrency")).containsExactly("NOTE M");
    String zero = tasks.replace("\"MaxConcurrency\": 5", "\"MaxConcurrency\": 0");
    assertThat(found(zero, "inline-concurrency")).containsExactly("NOTE M");
  }

  @Test
  void keepingTheInputIsNoAdviceWhereNothingWasInIt() throws Exception {
    String definition =
        "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"Result\": {\"x\": 1},"
            + " \"Next\": \"B\"}, \"B\": {\"Type\": \"Pass\", \"InputPath\": \"$.y\", \"End\":"
            + " true}}}";

    assertThat(hints(definition, "{\"y\": 1}")).anyMatch(h -> h.contains("Set ResultPath at `A`"));
    assertThat(hints(definition, "{\"z\": 1}")).noneMatch(h -> h.contains("Set ResultPath"));
  }

  private static List<String> hints(String definition, String example) throws Exception {
    return Lint.check(definition, new LintOptions(Json.parse(example), false)).stream()
        .filter(f -> f.rule().equals("path-absent"))
        .map(f -> String.valueOf(f.hint()))
        .toList();
  }

  private static String map(String name, String state) {
    return "{\"StartAt\": \"M\", \"States\": {\"M\": {\"Type\": \"Map\", \"MaxConcurrency\": 5,"
        + " \"ItemProcessor\": {\"StartAt\": \""
        + name
        + "\", \"States\": {\""
        + name
        + "\": {"
        + state
        + ", \"End\": true}}}, \"End\": true}}}";
  }

  private static List<String> found(String definition, String rule) {
    return Lint.check(definition, LintOptions.NONE).stream()
        .filter(f -> f.rule().equals(rule))
        .map(f -> f.severity() + " " + f.state())
        .toList();
  }
}
