package io.millrace.pipelines.stages.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.pipelines.stages.TestRuns;
import io.millrace.pipelines.stages.TestS3;
import io.millrace.pipelines.stages.output.ChecksumMismatchException;
import io.millrace.pipelines.stages.output.OutputCopy;
import io.millrace.pipelines.stages.output.StageOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Looking at runs, and letting old ones go.
class RunsTest {

  @Test
  void everyStageOfARunSaysHowItStands() throws Exception {
    TestRuns.rows("look", "A", 3);
    TestRuns.copy("look", "B", "A");
    TestS3.put("executions/look/C/error-1.json", "{\"error\":\"x.First\",\"cause\":\"one\"}");
    TestS3.put("executions/look/D/part-00000-x.jsonl", "{}\n");
    TestS3.put(
        "executions/look/failures/exec.json",
        "{\"error\":\"x.First\",\"cause\":\"one\",\"at\":\"2026-11-23T12:00:00Z\"}");

    var run = RunStatus.of(TestS3.store(), TestS3.BUCKET, "look", List.of("A", "B", "C", "D", "E"));

    assertThat(run.stages())
        .extracting(StageStatus::stage, StageStatus::state, StageStatus::records)
        .containsExactly(
            tuple("A", StageStatus.State.SUCCEEDED, 3L),
            tuple("B", StageStatus.State.SUCCEEDED, 3L),
            tuple("C", StageStatus.State.FAILED, null),
            tuple("D", StageStatus.State.UNFINISHED, null),
            tuple("E", StageStatus.State.NOT_REACHED, null));
    assertThat(run.stages().get(1).sincePrevious()).isNotNull().isPositive();
    assertThat(run.stages().get(1).place()).isEqualTo("s3://millrace-stages/executions/look/B/");
    assertThat(run.stages().get(2).failure())
        .isEqualTo(new StageStatus.Failure("x.First", "one", null));
    assertThat(run.executionFailure())
        .isEqualTo(
            new StageStatus.Failure("x.First", "one", Instant.parse("2026-11-23T12:00:00Z")));
  }

  @Test
  void aStageThatSucceededInTheEndStillTellsOfItsFailures() throws Exception {
    TestS3.put("executions/again/A/error-1.json", "{\"error\":\"x.First\"}");
    TestRuns.rows("again", "A", 1);

    var stage = RunStatus.of(TestS3.store(), TestS3.BUCKET, "again", List.of()).stages().getFirst();

    assertThat(stage.state()).isEqualTo(StageStatus.State.SUCCEEDED);
    assertThat(stage.failedAttempts()).isEqualTo(1);
  }

  @Test
  void aSparkJobsFolderIsAStageAsWellAndADamagedManifestIsNamed() throws Exception {
    TestS3.put("executions/mixed/Etl/part-00000-c000.json", "{\"a\":1}\n{\"a\":2}\n");
    TestS3.put("executions/mixed/Etl/_SUCCESS", "");
    TestS3.put("executions/mixed/Bad/manifest.json", "no manifest");

    var run = RunStatus.of(TestS3.store(), TestS3.BUCKET, "mixed", List.of("Etl", "Bad"));

    assertThat(run.stages())
        .extracting(StageStatus::state, StageStatus::bytes)
        .containsExactly(
            tuple(StageStatus.State.SUCCEEDED, 16L), tuple(StageStatus.State.DAMAGED, 11L));
    assertThat(run.stages().get(1).failure().error()).isEqualTo("ManifestUnreadableException");
    assertThat(copy("mixed", "Etl")).isEqualTo("{\"a\":1}\n{\"a\":2}\n");
  }

  @Test
  void recordsAreCopiedAsLinesAndAValueAsItselfWithALinesEnd() throws Exception {
    TestRuns.rows("copied", "A", 2);
    TestRuns.sum("copied", "S", "A");

    assertThat(copy("copied", "A"))
        .isEqualTo("{\"id\":1,\"text\":\"row 1\"}\n{\"id\":2,\"text\":\"row 2\"}\n");
    assertThat(copy("copied", "S")).isEqualTo("3\n");
  }

  @Test
  void whatWasChangedIsNotCopiedWithoutAWord() throws Exception {
    TestRuns.rows("changed", "A", 2);
    var part = TestRuns.part("changed", "A");
    TestS3.put(part, TestS3.text(part).replace("row 2", "row 3"));

    assertThatThrownBy(() -> copy("changed", "A")).isInstanceOf(ChecksumMismatchException.class);
  }

  @Test
  void oldRunsGoAndThoseThatRunStay() throws Exception {
    for (var run : List.of("sweep-old", "sweep-running")) {
      TestRuns.rows(run, "A", 1);
      TestS3.put("executions/" + run + "/failures/e.json", "{}");
    }
    var written = TestS3.objects("executions/sweep-old/").get("failures/e.json").lastModified();
    var asked = new ArrayList<RunRetention.Run>();
    var retention =
        new RunRetention(
            TestS3.store(),
            TestS3.BUCKET,
            Duration.ofDays(7),
            run -> asked.add(run) && !run.id().equals("sweep-old"));

    assertThat(retention.sweep(written.plus(Duration.ofDays(7))))
        .isEqualTo(RunRetention.Swept.NOTHING);
    var swept = retention.sweep(written.plus(Duration.ofDays(7)).plusSeconds(1));

    assertThat(swept.runs()).isEqualTo(1);
    assertThat(swept.objects()).isEqualTo(3);
    assertThat(asked).extracting(RunRetention.Run::folders).contains(Set.of("A", "failures"));
    assertThat(TestS3.objects("executions/sweep-old/")).isEmpty();
    assertThat(TestS3.objects("executions/sweep-running/")).hasSize(3);
  }

  @Test
  void aRunIsAsYoungAsItsNewestObject() throws Exception {
    TestRuns.rows("sweep-resumed", "A", 1);
    var first = Instant.now();
    var retention =
        new RunRetention(
            TestS3.store(),
            TestS3.BUCKET,
            Duration.ofHours(1),
            run -> !Set.of("sweep-resumed").contains(run.id()));

    retention.sweep(first.plus(Duration.ofMinutes(59)));

    assertThat(TestS3.objects("executions/sweep-resumed/")).hasSize(2);
  }

  @Test
  void keepingForLessThanAnHourIsRefused() {
    assertThatThrownBy(
            () ->
                new RunRetention(TestS3.store(), TestS3.BUCKET, Duration.ofMinutes(59), _ -> false))
        .hasMessageContaining("at least an hour");
  }

  private static String copy(String run, String stage) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var output = StageOutput.find(TestS3.store(), TestS3.BUCKET, run, stage);
    new OutputCopy(TestS3.store(), output).to(bytes);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
