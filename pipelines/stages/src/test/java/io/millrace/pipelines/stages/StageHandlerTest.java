package io.millrace.pipelines.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.pipelines.stages.Kit.Copy;
import io.millrace.pipelines.stages.Kit.Row;
import io.millrace.pipelines.stages.output.OutputConflictException;
import io.millrace.pipelines.stages.output.RecordSink;
import io.millrace.pipelines.stages.output.Records;
import io.millrace.pipelines.stages.output.StageJson;
import io.millrace.pipelines.stages.store.Sha256;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class StageHandlerTest {
  private static StageServices smallParts() {
    var services = TestS3.services();
    return new StageServices(
        services.store(), TestS3.BUCKET, services.clock(), services.valueBytesMax(), 100);
  }

  @Test
  void recordsArePublishedInPartsAndTheManifestSaysWhatTheyAre() throws Exception {
    var event = Kit.event("parts", "A");
    event.putObject("initialData").put("count", 10);

    var answer = Kit.call(smallParts(), new Kit.Rows(), event);

    assertThat(answer.path("status").asText()).isEqualTo("SUCCESS");
    assertThat(answer.path("recordsProcessed").asInt()).isEqualTo(1);
    assertThat(answer.path("recordsWritten").asInt()).isEqualTo(10);
    var manifest = Kit.manifest("parts", "A");
    assertThat(manifest.path("format").asText()).isEqualTo("jsonl");
    assertThat(manifest.path("schemaVersion").asInt()).isEqualTo(1);
    assertThat(manifest.path("parts").size()).isGreaterThan(1);
    var records = 0;
    for (var i = 0; i < manifest.path("parts").size(); i++) {
      var part = manifest.path("parts").path(i);
      var bytes = TestS3.bytes(Kit.part("parts", "A", i));
      assertThat(part.path("bytes").asInt()).isEqualTo(bytes.length);
      assertThat(part.path("sha256").asText()).isEqualTo(Sha256.of(bytes));
      records += part.path("records").asInt();
    }
    assertThat(records).isEqualTo(10);
    assertThat(TestS3.text(Kit.part("parts", "A", 0)))
        .startsWith("{\"id\":1,\"text\":\"row 1\"}\n{\"id\":2,");
  }

  @Test
  void theNextStageReadsAllPartsInOrder() throws Exception {
    var event = Kit.event("order", "A");
    event.putObject("initialData").put("count", 1000);
    Kit.call(smallParts(), new Kit.Rows(), event);

    var answer = Kit.call(new Copy(), Kit.event("order", "B", "A"));

    assertThat(answer.path("recordsProcessed").asInt()).isEqualTo(1000);
    var lines = TestS3.text(Kit.part("order", "B", 0)).lines().toList();
    for (var i = 0; i < 1000; i++) {
      assertThat(StageJson.MAPPER.readValue(lines.get(i), Row.class))
          .isEqualTo(new Row(i + 1, "row " + (i + 1)));
    }
  }

  @Test
  void valuesAndRecordsReadEachOther() throws Exception {
    Kit.rows("mixed", "A", 5);

    Kit.call(new Kit.Collect(), Kit.event("mixed", "B", "A"));
    assertThat(TestS3.text(Kit.part("mixed", "B", 0))).startsWith("[{\"id\":1,");
    Kit.call(new Copy(), Kit.event("mixed", "C", "B"));
    assertThat(Kit.manifest("mixed", "C").path("records").asInt()).isEqualTo(5);
    Kit.call(new Kit.Sum(), Kit.event("mixed", "D", "C"));

    assertThat(TestS3.text(Kit.part("mixed", "D", 0))).isEqualTo("15");
  }

  @Test
  void noRecordsAreAnOutputAsWell() throws Exception {
    Kit.rows("none", "A", 0);

    var answer = Kit.call(new Copy(), Kit.event("none", "B", "A"));

    assertThat(answer.path("recordsProcessed").asInt()).isZero();
    assertThat(Kit.manifest("none", "B").path("parts")).isEmpty();
  }

  @Test
  void theSameWorkIsDoneOnce() throws Exception {
    Kit.rows("once", "A", 3);
    var first = Kit.call(new Copy(), Kit.event("once", "B", "A"));
    var before = TestS3.objects("executions/once/");

    var second = Kit.call(new Copy(), Kit.event("once", "B", "A"));

    assertThat(first.path("reused").asBoolean()).isFalse();
    assertThat(second.path("reused").asBoolean()).isTrue();
    assertThat(second.path("recordsWritten").asInt()).isEqualTo(3);
    assertThat(TestS3.objects("executions/once/")).isEqualTo(before);
  }

  @Test
  void anotherVersionOrParametersOrForceWorkAgainAndWhatWasThereStays() throws Exception {
    Kit.rows("again", "A", 3);
    Kit.call(new Copy(), Kit.event("again", "B", "A"));
    var old = Kit.part("again", "B", 0);
    var newer =
        new Copy() {
          @Override
          protected String version() {
            return "2";
          }
        };
    var told = Kit.event("again", "B", "A");
    told.putObject("parameters").put("cap", 2);

    assertThat(Kit.call(new Copy(), told).path("reused").asBoolean()).isFalse();
    assertThat(Kit.call(newer, Kit.event("again", "B", "A")).path("reused").asBoolean()).isFalse();
    var forced = Kit.event("again", "B", "A").put("force", true);
    assertThat(Kit.call(newer, forced).path("reused").asBoolean()).isFalse();

    assertThat(TestS3.objects("executions/again/B/")).hasSize(5);
    assertThat(TestS3.text(old)).startsWith("{\"id\":1,");
    assertThat(Kit.part("again", "B", 0)).isNotEqualTo(old);
  }

  @Test
  void ofTwoAttemptsAtTheSameWorkTheFirstToPublishCounts() throws Exception {
    Kit.rows("race", "A", 3);
    var slow =
        new RacingCopy(() -> Kit.call(new RacingCopy(() -> {}), Kit.event("race", "B", "A")));

    var answer = Kit.call(slow, Kit.event("race", "B", "A"));

    assertThat(answer.path("reused").asBoolean()).isTrue();
    assertThat(TestS3.objects("executions/race/B/")).as("the loser's part is gone").hasSize(2);
  }

  @Test
  void anAttemptWhoseInputIsOutOfDateDoesNotReplaceWhatIsNewer() throws Exception {
    Kit.rows("stale", "A", 3);
    var slow =
        new RacingCopy(
            () -> {
              var other = Kit.event("stale", "A");
              other.putObject("initialData").put("count", 4);
              Kit.call(new Kit.Rows(), other);
              Kit.call(new RacingCopy(() -> {}), Kit.event("stale", "B", "A"));
            });

    assertThatThrownBy(() -> Kit.call(slow, Kit.event("stale", "B", "A")))
        .isInstanceOf(OutputConflictException.class)
        .hasMessageContaining("stale");
    assertThat(Kit.manifest("stale", "B").path("records").asInt()).isEqualTo(4);
  }

  /// Something to do while an attempt is at work.
  private interface Meanwhile {
    void happens() throws Exception;
  }

  private static final class RacingCopy extends RecordStage<Row, Row> {
    private final Meanwhile meanwhile;

    RacingCopy(Meanwhile meanwhile) {
      this.meanwhile = meanwhile;
    }

    @Override
    protected void process(Records<Row> input, RecordSink<Row> output, StageRun run)
        throws Exception {
      input.forEach(output::write);
      meanwhile.happens();
    }
  }

  @Test
  void aStageFailsUnderItsOwnNameAndLeavesARecordAndNothingElse() throws Exception {
    Kit.rows("fails", "A", 3);
    var failing =
        new RecordStage<Row, Row>() {
          @Override
          protected void process(Records<Row> input, RecordSink<Row> output, StageRun run)
              throws TimeoutException {
            input.forEach(output::write);
            throw new TimeoutException("the directory does not answer");
          }
        };

    assertThatThrownBy(() -> Kit.call(failing, Kit.event("fails", "B", "A")))
        .isInstanceOf(TimeoutException.class);

    var record =
        StageJson.MAPPER.readTree(TestS3.text(TestS3.only("executions/fails/B/").location().key()));
    assertThat(record.path("error").asText()).isEqualTo(TimeoutException.class.getName());
    assertThat(record.path("cause").asText()).isEqualTo("the directory does not answer");
    assertThat(record.path("stage").asText()).isEqualTo("B");
  }

  @Test
  void aStageThatCatchesWhatIsWrongWithItsInputPublishesNothing() throws Exception {
    Kit.rows("swallowed", "A", 3);
    var key = Kit.part("swallowed", "A", 0);
    TestS3.put(key, TestS3.text(key).replace("row 2", "row 9"));
    var careless =
        new RecordStage<Row, Row>() {
          @Override
          protected void process(Records<Row> input, RecordSink<Row> output, StageRun run) {
            try {
              input.forEach(output::write);
            } catch (RuntimeException e) {
              output.write(new Row(0, "never mind"));
            }
          }
        };

    assertThatThrownBy(() -> Kit.call(careless, Kit.event("swallowed", "B", "A")))
        .hasMessageContaining("SHA-256");
    assertThat(TestS3.objects("executions/swallowed/B/").keySet())
        .allMatch(name -> name.startsWith("error-"));
  }

  @Test
  void anEventThatIsNoRequestAndANameThatLeadsElsewhereAreRefused() {
    assertThatThrownBy(() -> Kit.call(new Copy(), StageJson.MAPPER.createObjectNode()))
        .isInstanceOf(PermanentStageException.class)
        .hasMessageContaining("runId");
    assertThatThrownBy(() -> Kit.call(new Copy(), StageJson.MAPPER.createArrayNode().add(1)))
        .isInstanceOf(PermanentStageException.class);
    assertThatThrownBy(() -> Kit.call(new Copy(), Kit.event("../other", "B", "A")))
        .isInstanceOf(PermanentStageException.class)
        .hasMessageContaining("../other");
    assertThatThrownBy(() -> Kit.call(new Copy(), Kit.event("run", "B", "..")))
        .isInstanceOf(PermanentStageException.class);
  }
}
