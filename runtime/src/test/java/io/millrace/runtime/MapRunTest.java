package io.millrace.runtime;

import static io.millrace.engine.history.EventType.ExecutionFailed;
import static io.millrace.engine.history.EventType.ExecutionStarted;
import static io.millrace.engine.history.EventType.ExecutionSucceeded;
import static io.millrace.engine.history.EventType.MapRunFailed;
import static io.millrace.engine.history.EventType.MapRunStarted;
import static io.millrace.engine.history.EventType.MapRunSucceeded;
import static io.millrace.engine.history.EventType.MapStateEntered;
import static io.millrace.engine.history.EventType.MapStateExited;
import static io.millrace.engine.history.EventType.MapStateFailed;
import static io.millrace.engine.history.EventType.MapStateStarted;
import static io.millrace.engine.history.EventType.MapStateSucceeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.asl.json.Payload;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.map.MapRunRow;
import io.millrace.engine.map.MapRunStore;
import io.millrace.engine.task.TaskOutcome;
import io.millrace.testkit.ScriptedConnector;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Distributed Maps from the Map state to their children and back.
class MapRunTest {
  private static final String PASS = "\"P\":{\"Type\":\"Pass\",\"End\":true}";
  private static final String TASK =
      "\"P\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:lambda:us-east-1:000000000000:function:f\","
          + "\"End\":true}";

  private static String distributed(String state, String fields) {
    return """
    {"StartAt":"M","States":{"M":{"Type":"Map","ItemProcessor":{
      "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
      "StartAt":"P","States":{%s}}%s,"End":true}}}
    """
        .formatted(state, fields);
  }

  /// Echoes numbers below a bound at once, others when let go.
  private static final class Held {
    private final CountDownLatch latch = new CountDownLatch(1);
    final ScriptedConnector connector;

    Held(int below) {
      connector =
          new ScriptedConnector(
              attempt -> {
                if (attempt.parameters().node().intValue() >= below) {
                  latch.await();
                }
                return new TaskOutcome.Succeeded(attempt.parameters());
              });
    }

    void letGo() {
      latch.countDown();
    }
  }

  private static String start(World world, String definition, String input) {
    return world.millrace.executions().start(world.machine(definition), null, input).executionArn();
  }

  private static MapRunRow mapRun(World world) {
    MapRunStore store = world.journal.mapRuns();
    UUID id = store.running(new UUID(0, 0), 1).getFirst();
    return store.find(id).orElseThrow();
  }

  @Test
  void childrenAreExecutionsAndTheirOutputsAreTheResult() {
    try (World world = new World()) {
      String arn =
          start(
              world,
              distributed(
                  PASS, ",\"Label\":\"L\",\"ItemSelector\":{\"v.$\":\"$$.Map.Item.Value\"}"),
              "[1,\"two\",{\"x\":3}]");

      assertThat(world.ended(arn).output())
          .isEqualTo(Payload.ofText("[{\"v\":1},{\"v\":\"two\"},{\"v\":{\"x\":3}}]"));
      assertThat(world.types(arn))
          .containsExactly(
              ExecutionStarted,
              MapStateEntered,
              MapStateStarted,
              MapRunStarted,
              MapRunSucceeded,
              MapStateSucceeded,
              MapStateExited,
              ExecutionSucceeded);
    }
  }

  @Test
  void noMoreChildrenRunAtOnceThanTheStateAllows() {
    Held work = new Held(0);
    try (World world = new World(work.connector)) {
      String arn = start(world, distributed(TASK, ",\"MaxConcurrency\":2"), "[1,2,3,4,5]");
      world.until(() -> world.millrace.statistics().tasksRunning() == 2, "two tasks run");

      assertThat(world.journal.mapRuns().progress(mapRun(world).id()).started().children())
          .isEqualTo(2);
      work.letGo();
      assertThat(world.ended(arn).output()).isEqualTo(Payload.ofText("[1,2,3,4,5]"));
    }
  }

  @Test
  void theFirstFailureEndsAMapRunThatToleratesNone() {
    String failing = "\"P\":{\"Type\":\"Fail\",\"Error\":\"E\"}";
    try (World world = new World()) {
      String arn = start(world, distributed(failing, ""), "[1,2,3]");

      assertThat(world.ended(arn).error()).isEqualTo("States.ExceedToleratedFailureThreshold");
      assertThat(world.types(arn))
          .endsWith(MapRunStarted, MapRunFailed, MapStateFailed, ExecutionFailed);
    }
  }

  @Test
  void toleratedFailuresAreLeftOutOfTheResult() {
    String choosing =
        """
        "P":{"Type":"Choice","Choices":[{"Variable":"$","NumericEquals":2,"Next":"F"}],"Default":"S"},
        "F":{"Type":"Fail","Error":"E"},"S":{"Type":"Succeed"}
        """;
    try (World world = new World()) {
      String arn =
          start(world, distributed(choosing, ",\"ToleratedFailurePercentage\":34"), "[1,2,3]");

      assertThat(world.ended(arn).output()).isEqualTo(Payload.ofText("[1,3]"));
    }
  }

  @Test
  void itemsAreGroupedIntoBatches() {
    try (World world = new World()) {
      String arn =
          start(
              world,
              distributed(
                  PASS, ",\"ItemBatcher\":{\"MaxItemsPerBatch\":2,\"BatchInput\":{\"b\":1}}"),
              "[1,2,3]");

      assertThat(world.ended(arn).output())
          .isEqualTo(
              Payload.ofText(
                  "[{\"BatchInput\":{\"b\":1},\"Items\":[1,2]},{\"BatchInput\":{\"b\":1},\"Items\":[3]}]"));
    }
  }

  @Test
  void stoppingTheParentStopsTheChildren() {
    Held work = new Held(0);
    try (World world = new World(work.connector)) {
      String arn = start(world, distributed(TASK, ""), "[1,2,3]");
      world.until(() -> world.millrace.statistics().tasksRunning() == 3, "three tasks run");
      UUID run = mapRun(world).id();

      world.millrace.executions().stop(arn, null, null);

      world.until(
          () ->
              world.journal.mapRuns().find(run).orElseThrow().status() == MapRunRow.Status.ABORTED,
          "the Map Run is aborted");
      assertThat(world.journal.mapRuns().progress(run).of(ExecutionStatus.ABORTED).children())
          .isEqualTo(3);
    }
  }

  @Test
  void aKilledMapRunGoesOnAndRepeatsNoChildThatEnded() {
    Held work = new Held(3);
    try (World world = new World(work.connector)) {
      String arn = start(world, distributed(TASK, ",\"MaxConcurrency\":4"), "[1,2,3,4,5,6,7,8]");
      world.until(() -> !world.journal.mapRuns().running(new UUID(0, 0), 1).isEmpty(), "it runs");
      UUID run = mapRun(world).id();
      world.until(
          () -> world.journal.mapRuns().progress(run).started().children() == 6,
          "two have ended, four run");

      world.killAndRestart();
      world.until(() -> world.millrace.statistics().tasksRunning() == 4, "four tasks run again");
      assertThat(world.journal.mapRuns().progress(run).started().children()).isEqualTo(6);
      assertThat(world.journal.mapRuns().progress(run).of(ExecutionStatus.SUCCEEDED).children())
          .isEqualTo(2);
      work.letGo();

      assertThat(world.ended(arn).output()).isEqualTo(Payload.ofText("[1,2,3,4,5,6,7,8]"));
      List<MapRunStore.Child> children = world.journal.mapRuns().children(run, null, 0, 100);
      assertThat(children).hasSize(8);
    }
  }

  @Test
  void childrenThatFailAtOnceWhenTheyAreRevivedAreCounted() {
    AtomicBoolean failing = new AtomicBoolean();
    CountDownLatch never = new CountDownLatch(1);
    ScriptedConnector connector =
        new ScriptedConnector(
            _ -> {
              if (!failing.get()) {
                never.await();
              }
              return new TaskOutcome.Failed("E", "revived");
            });
    String items =
        IntStream.range(0, 200)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(",", "[", "]"));
    try (World world = new World(connector)) {
      String arn = start(world, distributed(TASK, ",\"ToleratedFailureCount\":199"), items);
      world.until(() -> world.millrace.statistics().tasksRunning() == 200, "all tasks run");

      failing.set(true);
      world.killAndRestart();

      assertThat(world.ended(arn).error()).isEqualTo("States.ExceedToleratedFailureThreshold");
    }
  }

  @Test
  void aMapRunWhoseParentEndedBeforeACrashIsFinishedAfterIt() {
    Held work = new Held(0);
    try (World world = new World(work.connector)) {
      String arn = start(world, distributed(TASK, ""), "[1,2,3]");
      world.until(() -> world.millrace.statistics().tasksRunning() == 3, "three tasks run");
      UUID run = mapRun(world).id();
      world.journal.disturb(commit -> io.millrace.testkit.InMemoryJournal.Disturbance.KILLED_AFTER);
      try {
        world.millrace.executions().stop(arn, null, null);
      } catch (RefusedException _) {
        // The answer died with the process.
      }
      world.killAndRestart();

      world.until(
          () ->
              world.journal.mapRuns().find(run).orElseThrow().status() == MapRunRow.Status.ABORTED,
          "the Map Run is aborted");
      assertThat(world.journal.mapRuns().progress(run).of(ExecutionStatus.RUNNING).children())
          .isZero();
    }
  }
}
