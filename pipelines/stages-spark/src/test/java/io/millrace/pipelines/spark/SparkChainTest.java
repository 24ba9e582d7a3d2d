package io.millrace.pipelines.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.local.glue.JobProgramException;
import io.millrace.local.glue.spark.SparkLibraries;
import io.millrace.pipelines.stages.Chains;
import io.millrace.pipelines.stages.output.StageJson;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/// The Standard chain whose fourth stage is a Spark job, with a real Spark.
@Tag("slow")
class SparkChainTest {
  private static final String INPUT =
      "{\"initialData\":{\"campaign\":\"spring\",\"seed\":42,\"candidates\":10000,\"products\":4000}}";
  private static final String JOB = "targeting-capping";

  @TempDir private Path folder;
  private SparkWorld world;

  @BeforeEach
  void start() throws Exception {
    var libraries = Path.of(System.getProperty("user.home"), ".cache/millrace/spark");
    try {
      var _ = new SparkLibraries(libraries).fetch();
    } catch (JobProgramException e) {
      abort(e.getMessage());
    }
    world =
        new SparkWorld(
            folder, libraries, Chains.load(Chains.TARGETING), Chains.load(Chains.TARGETING_SPARK));
  }

  @AfterEach
  void stop() {
    if (world != null) {
      world.close();
    }
  }

  @Test
  void theSparkStageLeavesWhatTheFunctionLeavesAndTheChainGoesOnFromThere() throws Exception {
    var spark = world.start(Chains.load(Chains.TARGETING_SPARK), "on-spark", INPUT);
    awaitJob("RUNNING");
    var child = sparkProcess();
    assertThat(world.ended(spark).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    var lambda = world.start(Chains.load(Chains.TARGETING), "on-lambda", INPUT);
    assertThat(world.ended(lambda).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);

    assertThat(world.records("on-spark", "Stage4"))
        .hasSizeGreaterThan(5_000)
        .isEqualTo(world.records("on-lambda", "Stage4"));
    assertThat(world.records("on-spark", "Stage8")).isEqualTo(world.records("on-lambda", "Stage8"));

    var run = world.latestRun(JOB);
    assertThat(run.path("JobRunState").asText()).isEqualTo("SUCCEEDED");
    assertThat(run.at("/Arguments/--execution-id").asText()).isEqualTo("on-spark");
    assertThat(run.path("Timeout").asInt()).isEqualTo(240);
    assertThat(child).matches(process -> !process.isAlive());
  }

  @Test
  void stoppingTheExecutionEndsTheSparkProcess() throws Exception {
    var arn = world.start(Chains.load(Chains.TARGETING_SPARK), "stopped", INPUT);
    awaitJob("RUNNING");
    var child = sparkProcess();

    world.stop(arn);

    awaitJob("STOPPED");
    SparkWorld.await(() -> !child.isAlive(), () -> "Spark runs on: " + ps(child));
    assertThat(world.describe(arn).summary().status()).isEqualTo(ExecutionStatus.ABORTED);
    assertThat(
            world
                .s3()
                .listObjectsV2(
                    list ->
                        list.bucket(SparkWorld.BUCKET).prefix("executions/stopped/Stage4/_SUCCESS"))
                .contents())
        .isEmpty();
  }

  @Test
  void anInputThatLostAPartFailsTheTaskWithTheJobsOwnWords() throws Exception {
    world
        .s3()
        .putObject(
            put -> put.bucket(SparkWorld.BUCKET).key("executions/torn/Stage3/manifest.json"),
            RequestBody.fromString(
                "{\"manifestVersion\":1,\"stage\":\"Stage3\",\"format\":\"jsonl\",\"records\":2,"
                    + "\"bytes\":99,\"parts\":[{\"name\":\"part-0.jsonl\",\"bytes\":99}]}"));
    world
        .s3()
        .putObject(
            put -> put.bucket(SparkWorld.BUCKET).key("executions/torn/Stage3/part-0.jsonl"),
            RequestBody.fromString("{}"));

    var arn =
        world.start(
            Chains.load(Chains.TARGETING_SPARK),
            "torn",
            "{\"runId\":\"torn\",\"resumeFromStage\":\"Stage4\"}");
    SparkWorld.await(() -> taskFailed(arn).isPresent(), () -> "No failure: " + world.history(arn));
    world.stop(arn);

    var failed = StageJson.MAPPER.valueToTree(taskFailed(arn).orElseThrow().details());
    assertThat(failed.path("error").asText()).isEqualTo("States.TaskFailed");
    var run = StageJson.MAPPER.readTree(failed.path("cause").asText());
    assertThat(run.path("JobRunState").asText()).isEqualTo("FAILED");
    assertThat(run.path("ErrorMessage").asText())
        .startsWith("The program ended with exit code 1.\nException in thread")
        .contains("have 2 bytes instead of the 99 that manifest.json promises");
  }

  private Optional<HistoryEvent> taskFailed(String arn) {
    return world.history(arn).stream()
        .filter(event -> event.type() == EventType.TaskFailed)
        .findFirst();
  }

  private void awaitJob(String state) {
    SparkWorld.await(
        () -> state.equals(latest().path("JobRunState").asText()),
        () -> "The job does not become " + state + ": " + latest());
  }

  private JsonNode latest() {
    return world.latestRun(JOB);
  }

  private static ProcessHandle sparkProcess() {
    SparkWorld.await(() -> findSpark().isPresent(), () -> "There is no Spark process among ours.");
    return findSpark().orElseThrow();
  }

  private static Optional<ProcessHandle> findSpark() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("java"))
        .filter(process -> process.info().commandLine().orElse("").contains("SparkSubmit"))
        .findFirst();
  }

  private static String ps(ProcessHandle process) {
    return process.pid() + " " + process.info().commandLine().orElse("?");
  }
}
