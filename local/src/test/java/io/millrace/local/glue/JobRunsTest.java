package io.millrace.local.glue;

import static io.millrace.local.glue.ShellProgram.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of runs.
class JobRunsTest {
  @TempDir private Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
  private GlueEndpoint endpoint;
  private GlueClient glue;

  @BeforeEach
  void start() {
    endpoint = GlueEndpoint.start(folder, 0, new ShellProgram(), now::get);
    glue = GlueClient.of(endpoint.uri());
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  void aRunThatSucceedsIsDescribedInGluesForm() {
    glue.createJob(
        "etl", "'Timeout':7,'WorkerType':'G.2X','NumberOfWorkers':3,'GlueVersion':'5.0'");
    var id = glue.startRun("etl", script("exit 0"));

    var run = glue.await("etl", id, "SUCCEEDED");

    assertThat(id).matches("jr_[0-9a-f]{64}");
    assertThat(run.path("Id").asText()).isEqualTo(id);
    assertThat(run.path("JobName").asText()).isEqualTo("etl");
    assertThat(run.path("Attempt").asInt(-1)).isZero();
    assertThat(run.at("/Arguments/--script").asText()).isEqualTo("exit 0");
    assertThat(run.path("StartedOn").asLong()).isEqualTo(now.get().getEpochSecond());
    assertThat(run.path("CompletedOn").asLong()).isEqualTo(now.get().getEpochSecond());
    assertThat(run.path("ExecutionTime").asInt(-1)).isZero();
    assertThat(run.path("Timeout").asInt()).isEqualTo(7);
    assertThat(run.path("MaxCapacity").asDouble()).isEqualTo(6.0);
    assertThat(run.path("WorkerType").asText()).isEqualTo("G.2X");
    assertThat(run.path("NumberOfWorkers").asInt()).isEqualTo(3);
    assertThat(run.path("GlueVersion").asText()).isEqualTo("5.0");
    assertThat(run.path("LogGroupName").asText()).isEqualTo("/aws-glue/jobs");
    assertThat(run.has("ErrorMessage")).isFalse();
  }

  @Test
  void theArgumentsOfARunGoOverThoseOfItsJob() {
    glue.createJob("etl", "'DefaultArguments':{'--script':'exit 3','--other':'x'}");

    var failed = glue.await("etl", glue.startRun("etl"), "FAILED");
    assertThat(failed.path("ErrorMessage").asText()).contains("exit code 3");
    assertThat(failed.path("Arguments").isEmpty()).isTrue();
    glue.await("etl", glue.startRun("etl", script("exit 0")), "SUCCEEDED");
  }

  @Test
  void aFailedRunTellsItsProgramsLastWordsWithoutStackFrames() {
    glue.createJob("etl", "");
    var id =
        glue.startRun(
            "etl",
            script(
                "echo '26/11/23 10:00:00 INFO Executor: fine' >&2; echo 'Exception in thread"
                    + " \"main\" java.io.IOException: no such bucket' >&2; echo '\tat"
                    + " a.B.c(B.java:1)' >&2; exit 1"));

    var message = glue.await("etl", id, "FAILED").path("ErrorMessage").asText();

    assertThat(message)
        .isEqualTo(
            "The program ended with exit code 1.\n"
                + "Exception in thread \"main\" java.io.IOException: no such bucket");
  }

  @Test
  void aProgramThatIsKilledFromOutsideFailsAndItsScratchFilesGo() {
    glue.createJob("etl", "");
    var id = glue.startRun("etl", script("mkdir -p scratch/a; touch scratch/a/b; kill -9 $$"));

    assertThat(glue.await("etl", id, "FAILED").path("ErrorMessage").asText())
        .startsWith("The program was ended by signal 9.");
    assertThat(folder.resolve("runs/" + id + "/launch-1/error.log")).exists();
    assertThat(folder.resolve("runs/" + id + "/launch-1/scratch")).doesNotExist();
  }

  @Test
  void aStoppedRunEndsItsProgramAndAllThatThisStarted() throws IOException {
    glue.createJob("etl", "");
    var pids = folder.resolve("pids");
    var id =
        glue.startRun(
            "etl",
            script(
                "sleep 600 & echo $$ $! > "
                    + pids
                    + ".new; mv "
                    + pids
                    + ".new "
                    + pids
                    + "; wait"));
    awaitFile(pids);

    glue.stop("etl", id);

    var run = glue.await("etl", id, "STOPPED");
    assertThat(run.has("CompletedOn")).isTrue();
    for (var pid : Files.readString(pids).strip().split(" ")) {
      awaitGone(Long.parseLong(pid));
    }
    assertThat(
            glue.call(
                    "BatchStopJobRun",
                    "{\"JobName\":\"etl\",\"JobRunIds\":[\"" + id + "\",\"jr_0\"]}")
                .body()
                .findValuesAsText("ErrorCode"))
        .containsExactly("InvalidInputException", "EntityNotFoundException");
  }

  @Test
  void aRunTimesOutByItsMinutes() {
    glue.createJob("etl", "'Timeout':3");
    var id = glue.startRun("etl", script("sleep 600"));
    glue.await("etl", id, "RUNNING");

    now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(3).minusMillis(1)));
    endpoint.endOverdue();
    assertThat(glue.state("etl", id)).isEqualTo("RUNNING");

    now.updateAndGet(instant -> instant.plusMillis(1));
    endpoint.endOverdue();
    var run = glue.await("etl", id, "TIMEOUT");
    assertThat(run.path("ExecutionTime").asInt()).isEqualTo(180);
    assertThat(run.path("ErrorMessage").asText()).contains("3 minutes");
  }

  @Test
  void aJobThatMayRunOnceRefusesASecondRun() {
    glue.createJob("etl", "");
    var first = glue.startRun("etl", script("sleep 600"));

    assertThat(glue.call("StartJobRun", "{\"JobName\":\"etl\"}").error())
        .isEqualTo("ConcurrentRunsExceededException");

    glue.stop("etl", first);
    glue.await("etl", first, "STOPPED");
    glue.await("etl", glue.startRun("etl"), "SUCCEEDED");
  }

  @Test
  void aJobThatQueuesStartsTheNextRunWhenOneEnds() {
    glue.createJob("etl", "'JobRunQueuingEnabled':true");
    var first = glue.startRun("etl", script("sleep 600"));
    var second = glue.startRun("etl");
    var third = glue.startRun("etl");
    assertThat(glue.state("etl", second)).isEqualTo("WAITING");

    glue.stop("etl", third);
    assertThat(glue.state("etl", third)).isEqualTo("STOPPED");
    glue.stop("etl", first);

    glue.await("etl", second, "SUCCEEDED");
  }

  @Test
  void theSameRequestAgainFindsTheSameRun() {
    glue.createJob("etl", "");
    var request = "{\"JobName\":\"etl\",\"Arguments\":" + script("sleep 600") + "}";

    var first = glue.call("StartJobRun", request, "one").body();
    var again = glue.call("StartJobRun", request, "one").body();

    assertThat(again).isEqualTo(first);
    assertThat(glue.call("GetJobRuns", "{\"JobName\":\"etl\"}").body().path("JobRuns")).hasSize(1);
  }

  @Test
  void aJobWithRetriesMakesAnotherAttemptUnderANameOfItsOwn() {
    glue.createJob("etl", "'MaxRetries':1");
    var id = glue.startRun("etl", script("exit 1"));

    var second = glue.await("etl", id + "_attempt_1", "FAILED");

    assertThat(second.path("Attempt").asInt()).isEqualTo(1);
    assertThat(second.path("PreviousRunId").asText()).isEqualTo(id);
    assertThat(glue.call("GetJobRuns", "{\"JobName\":\"etl\"}").body().path("JobRuns")).hasSize(2);
  }

  @Test
  void aRunThatAnOrderlyEndInterruptsBeginsAgainWithTheNextServer() {
    glue.createJob("etl", "");
    var flag = folder.resolve("second-time");
    var id =
        glue.startRun(
            "etl", script("test -e " + flag + " && exit 0; touch " + flag + "; sleep 600"));
    awaitFile(flag);

    endpoint.close();
    start();

    glue.await("etl", id, "SUCCEEDED");
    assertThat(folder.resolve("runs/" + id + "/launch-2/exit")).exists();
  }

  @Test
  void aFolderHasOneServer() {
    assertThat(catchThrowable(() -> GlueEndpoint.start(folder, 0, new ShellProgram())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("in use");
  }

  static void awaitFile(Path file) {
    await(() -> Files.exists(file), file + " does not appear");
  }

  static void awaitGone(long pid) {
    await(
        () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty(),
        "process " + pid + " lives on");
  }

  private static void await(BooleanSupplier what, String complaint) {
    var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!what.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(complaint);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
