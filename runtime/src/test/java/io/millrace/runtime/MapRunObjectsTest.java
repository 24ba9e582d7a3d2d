package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.map.MapRunStore;
import io.millrace.engine.task.TaskOutcome;
import io.millrace.runtime.map.ObjectStore;
import io.millrace.testkit.InMemoryJournal;
import io.millrace.testkit.ScriptedConnector;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Items that come from objects, and results that become objects.
class MapRunObjectsTest {
  private final FolderOfObjects objects = new FolderOfObjects();

  private static String reading(String reader, String state, String fields) {
    return """
    {"StartAt":"M","States":{"M":{"Type":"Map","ItemReader":%s,"ItemProcessor":{
      "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
      "StartAt":"P","States":{"P":%s}}%s,"End":true}}}
    """
        .formatted(reader, state, fields);
  }

  private static final String PASS = "{\"Type\":\"Pass\",\"End\":true}";
  private static final String TASK =
      "{\"Type\":\"Task\",\"Resource\":\"arn:aws:lambda:us-east-1:000000000000:function:f\","
          + "\"End\":true}";
  private static final String CSV =
      """
      {"Resource":"arn:aws:states:::s3:getObject","ReaderConfig":{"InputType":"CSV"},
       "Parameters":{"Bucket":"b","Key":"rows.csv"}}
      """;
  private static final String LISTING =
      """
      {"Resource":"arn:aws:states:::s3:listObjectsV2","Parameters":{"Bucket":"b","Prefix":"in/"}}
      """;

  private static final String FLATTENED =
      """
      {"Resource":"arn:aws:states:::s3:listObjectsV2","Parameters":{"Bucket":"b","Prefix":"in/"},
       "ReaderConfig":{"InputType":"JSONL","Transformation":"LOAD_AND_FLATTEN"}}
      """;

  private static String rows(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> i + ",row " + i)
        .collect(Collectors.joining("\n", "n,text\n", "\n"));
  }

  @Test
  void aReadingThatBreaksOffGoesOnAfterTheLastChild() {
    objects.put("rows.csv", rows(3_000));
    objects.brokenReadings.set(2);
    try (World world = new World(RuntimeConfig.standard(), objects)) {
      String machine =
          world.machine(reading(CSV, PASS, ",\"ItemSelector\":{\"n.$\":\"$$.Map.Item.Value.n\"}"));
      String arn = world.millrace.executions().start(machine, null, "{}").executionArn();

      assertThat(String.valueOf(world.ended(arn).output()))
          .isEqualTo(
              IntStream.range(0, 3_000)
                  .mapToObj(i -> "{\"n\":\"" + i + "\"}")
                  .collect(Collectors.joining(",", "[", "]")));
    }
  }

  @Test
  void anObjectThatChangedDuringACrashIsNotMistakenForTheOneBefore() {
    objects.put("rows.csv", rows(100));
    Held work = new Held();
    try (World world = new World(RuntimeConfig.standard(), objects, work.connector)) {
      String machine = world.machine(reading(CSV, TASK, ",\"MaxConcurrency\":5"));
      String arn = world.millrace.executions().start(machine, null, "{}").executionArn();
      world.until(() -> world.millrace.statistics().tasksRunning() == 5, "five tasks run");

      objects.put("rows.csv", rows(100).replace("row 3", "another row"));
      world.killAndRestart();

      assertThat(world.ended(arn).error()).isEqualTo("States.ItemReaderFailed");
      assertThat(world.ended(arn).cause()).contains("have changed");
    }
  }

  @Test
  void aListingGoesOnAfterItsLastKeyThoughWorkedOffObjectsAreGone() {
    for (int i = 0; i < 8; i++) {
      objects.put("in/" + i, "x");
    }
    Held work = new Held();
    try (World world = new World(RuntimeConfig.standard(), objects, work.connector)) {
      String machine =
          world.machine(
              reading(
                  LISTING,
                  TASK,
                  ",\"MaxConcurrency\":3,\"ItemSelector\":{\"k.$\":\"$$.Map.Item.Value.Key\"}"));
      String arn = world.millrace.executions().start(machine, null, "{}").executionArn();
      world.until(() -> world.millrace.statistics().tasksRunning() == 3, "three tasks run");
      objects.put("in/00", "came late");

      world.killAndRestart();
      work.letGo();

      assertThat(String.valueOf(world.ended(arn).output()))
          .isEqualTo(
              IntStream.range(0, 8)
                  .mapToObj(i -> "{\"k\":\"in/" + i + "\"}")
                  .collect(Collectors.joining(",", "[", "]")));
    }
  }

  @Test
  void resultsAreExportedByKindWithTheItemsThatWereNeverStarted() {
    objects.put("rows.csv", rows(4));
    String failing = "{\"Type\":\"Fail\",\"Error\":\"E\"}";
    try (World world = new World(RuntimeConfig.standard(), objects)) {
      String machine =
          world.machine(
              reading(
                  CSV,
                  failing,
                  """
                  ,"MaxConcurrency":1,"ResultWriter":{"Resource":"arn:aws:states:::s3:putObject",
                    "Parameters":{"Bucket":"b","Prefix":"out"}}
                  """));
      String arn = world.millrace.executions().start(machine, null, "{}").executionArn();

      assertThat(world.ended(arn).error()).isEqualTo("States.ExceedToleratedFailureThreshold");
      UUID parent = world.ended(arn).summary().header().id();
      UUID run = world.journal.mapRuns().ofExecution(parent, null, 1).getFirst().id();
      world.until(
          () -> world.journal.mapRuns().find(run).orElseThrow().stopMillis() != null, "it ends");
      assertThat(world.journal.mapRuns().progress(run).started())
          .isEqualTo(new MapRunStore.Count(1, 1));
      assertThat(objects.text("out/" + run + "/FAILED_0.json"))
          .contains("\"Error\":\"E\"", "\"Status\":\"FAILED\"");
      assertThat(objects.text("out/" + run + "/PENDING_0.json"))
          .contains("row 1", "row 2", "row 3")
          .doesNotContain("row 0");
      assertThat(objects.text("out/" + run + "/manifest.json"))
          .contains("\"DestinationBucket\":\"b\"", "FAILED_0.json", "\"SUCCEEDED\":[]");
    }
  }

  private static final String WRITER =
      """
      ,"ResultWriter":{"Resource":"arn:aws:states:::s3:putObject",
        "Parameters":{"Bucket":"b","Prefix":"out"}}
      """;

  private static UUID run(World world, String arn) {
    UUID parent = world.millrace.executions().describe(arn).summary().header().id();
    world.until(
        () -> !world.journal.mapRuns().ofExecution(parent, null, 1).isEmpty(), "it has begun");
    return world.journal.mapRuns().ofExecution(parent, null, 1).getFirst().id();
  }

  @Test
  void anObjectThatIsGoneWhenAllChildrenHaveStartedIsNotMissed() {
    objects.put("rows.csv", rows(4));
    Held work = new Held();
    try (World world = new World(RuntimeConfig.standard(), objects, work.connector)) {
      String machine = world.machine(reading(CSV, TASK, WRITER));
      String arn = world.millrace.executions().start(machine, null, "{}").executionArn();
      world.until(() -> world.millrace.statistics().tasksRunning() == 4, "four tasks run");
      UUID run = run(world, arn);
      world.until(
          () -> world.journal.mapRuns().find(run).orElseThrow().itemsTotal() != null, "all read");

      objects.remove("rows.csv");
      world.killAndRestart();
      work.letGo();

      assertThat(world.ended(arn).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
      assertThat(objects.text("out/" + run + "/manifest.json")).contains("\"PENDING\":[]");
      assertThat(objects.text("out/" + run + "/SUCCEEDED_0.json")).contains("row 0", "row 3");
    }
  }

  @Test
  void aListingThatGrowsWhileTheLastChildrenRunAddsNothingToAResult() {
    objects.put("in/0", "x");
    Held work = new Held();
    try (World world = new World(RuntimeConfig.standard(), objects, work.connector)) {
      String machine = world.machine(reading(LISTING, TASK, WRITER));
      String arn = world.millrace.executions().start(machine, null, "{}").executionArn();
      UUID run = run(world, arn);
      world.until(
          () ->
              world.journal.mapRuns().find(run).map(row -> row.itemsTotal() != null).orElse(false),
          "all read");

      objects.put("in/1", "came late");
      work.letGo();

      assertThat(world.ended(arn).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
      assertThat(objects.text("out/" + run + "/manifest.json")).contains("\"PENDING\":[]");
    }
  }

  @Test
  void whatChildrenYieldedIsExportedThoughTheRestCanBeReadNoMore() {
    objects.put("rows.csv", rows(4));
    String failing = "{\"Type\":\"Fail\",\"Error\":\"E\"}";
    objects.observer =
        key -> {
          if (key.startsWith("out/")) {
            objects.remove("rows.csv");
          }
        };
    try (World world = new World(RuntimeConfig.standard(), objects)) {
      String machine = world.machine(reading(CSV, failing, ",\"MaxConcurrency\":1" + WRITER));
      String arn = world.millrace.executions().start(machine, null, "{}").executionArn();

      assertThat(world.ended(arn).error()).isEqualTo("States.ExceedToleratedFailureThreshold");
      UUID run = run(world, arn);
      assertThat(objects.text("out/" + run + "/FAILED_0.json")).contains("row 0");
      assertThat(objects.text("out/" + run + "/manifest.json"))
          .contains("FAILED_0.json", "\"PENDING\":[]");
    }
  }

  @Test
  void aWritingThatBreaksOffIsRepeated() {
    objects.put("rows.csv", rows(2));
    objects.brokenWritings.set(2);
    try (World world = new World(RuntimeConfig.standard(), objects)) {
      String machine = world.machine(reading(CSV, PASS, WRITER));
      String arn = world.millrace.executions().start(machine, null, "{}").executionArn();

      assertThat(world.ended(arn).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }
  }

  @Test
  void aServerThatStopsWhileItExportsDoesNotFailTheParent() throws Exception {
    objects.put("rows.csv", rows(2));
    CountDownLatch exporting = new CountDownLatch(1);
    objects.observer =
        key -> {
          if (key.startsWith("out/")) {
            exporting.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              // As the AWS SDK does; the interrupt is swallowed.
              throw new ObjectStore.RefusedException("Thread was interrupted");
            }
          }
        };
    try (World world = new World(RuntimeConfig.standard(), objects)) {
      String machine = world.machine(reading(CSV, PASS, WRITER));
      String arn = world.millrace.executions().start(machine, null, "{}").executionArn();
      exporting.await();

      world.stopAndRestart();
      objects.observer = _ -> {};
      world.stopAndRestart();

      assertThat(world.ended(arn).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
      assertThat(objects.text("out/" + run(world, arn) + "/manifest.json")).contains("SUCCEEDED_0");
    }
  }

  @Test
  void anErrorOfOursFailsTheParentAndStopsTheChildren() {
    objects.put("in/0", "{}\n{}\n");
    objects.put("in/1", "{}");
    Held work = new Held();
    try (World world = new World(RuntimeConfig.standard(), objects, work.connector)) {
      objects.observer =
          key -> {
            if (key.equals("in/1")) {
              world.until(() -> world.millrace.statistics().tasksRunning() == 2, "two tasks run");
              throw new IllegalStateException("a mistake");
            }
          };
      String machine = world.machine(reading(FLATTENED, TASK, ""));
      String arn = world.millrace.executions().start(machine, null, "{}").executionArn();

      assertThat(world.ended(arn).error()).isEqualTo("States.Runtime");
      assertThat(world.ended(arn).cause()).contains("a mistake");
      UUID run = run(world, arn);
      world.until(
          () -> world.journal.mapRuns().find(run).orElseThrow().stopMillis() != null, "it ends");
      assertThat(world.journal.mapRuns().progress(run).of(ExecutionStatus.ABORTED).children())
          .isEqualTo(2);
    }
  }

  @Test
  void anObjectOfAListingThatChangedDuringACrashIsNotMistakenForTheOneBefore() {
    objects.put("in/0", "1\n2\n3\n4\n");
    objects.put("in/1", "5\n6\n");
    Held work = new Held();
    try (World world = new World(RuntimeConfig.standard(), objects, work.connector)) {
      String machine = world.machine(reading(FLATTENED, TASK, ",\"MaxConcurrency\":3"));
      String arn = world.millrace.executions().start(machine, null, "{}").executionArn();
      world.until(() -> world.millrace.statistics().tasksRunning() == 3, "three tasks run");

      objects.put("in/0", "1\n2\n");
      world.killAndRestart();

      assertThat(world.ended(arn).error()).isEqualTo("States.ItemReaderFailed");
      assertThat(world.ended(arn).cause()).contains("have changed");
    }
  }

  @Test
  void objectsOfAListingGoOnWithinTheObjectOfTheLastChild() {
    objects.put("in/0", "1\n2\n3\n4\n");
    objects.put("in/1", "5\n6\n");
    Held work = new Held();
    try (World world = new World(RuntimeConfig.standard(), objects, work.connector)) {
      String machine = world.machine(reading(FLATTENED, TASK, ",\"MaxConcurrency\":3"));
      String arn = world.millrace.executions().start(machine, null, "{}").executionArn();
      world.until(() -> world.millrace.statistics().tasksRunning() == 3, "three tasks run");

      world.killAndRestart();
      work.letGo();

      assertThat(String.valueOf(world.ended(arn).output())).isEqualTo("[1,2,3,4,5,6]");
    }
  }

  @Test
  void theReasonOfAFailureOutlivesACrashWhileTheChildrenAreStopped() {
    objects.put("in/0", "{}");
    objects.put("in/1", "{}");
    Held work = new Held();
    try (World world = new World(RuntimeConfig.standard(), objects, work.connector)) {
      objects.observer =
          key -> {
            if (key.equals("in/1")) {
              world.until(() -> world.millrace.statistics().tasksRunning() == 1, "a task runs");
              world.journal.disturb(_ -> InMemoryJournal.Disturbance.KILLED_AFTER);
              throw new ObjectStore.RefusedException("Access Denied");
            }
          };
      String machine =
          world.machine(reading(FLATTENED, TASK, ",\"ToleratedFailurePercentage\":100"));
      String arn = world.millrace.executions().start(machine, null, "{}").executionArn();
      world.until(() -> world.halted.get() != null, "killed while the child is stopped");

      objects.observer = _ -> {};
      world.journal.disturb(_ -> InMemoryJournal.Disturbance.NONE);
      world.killAndRestart();
      work.letGo();

      assertThat(world.ended(arn).error()).isEqualTo("States.ItemReaderFailed");
      assertThat(world.ended(arn).cause()).contains("Access Denied");
    }
  }

  /// Echoes when let go.
  private static final class Held {
    private final CountDownLatch latch = new CountDownLatch(1);
    final ScriptedConnector connector =
        new ScriptedConnector(
            attempt -> {
              latch.await();
              return new TaskOutcome.Succeeded(attempt.parameters());
            });

    void letGo() {
      latch.countDown();
    }
  }
}
