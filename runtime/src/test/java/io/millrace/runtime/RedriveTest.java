package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.asl.json.Payload;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventType;
import io.millrace.engine.map.MapRunRow;
import io.millrace.engine.map.MapRunStore;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import io.millrace.runtime.execution.ExecutionDescription;
import io.millrace.runtime.map.MapRunDescription;
import io.millrace.runtime.watch.ExecutionListener;
import io.millrace.testkit.InMemoryJournal.Disturbance;
import io.millrace.testkit.ScriptedConnector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Executions and Map Runs that are redriven, with everything between the call and the journal.
class RedriveTest {
  static final String TASK =
      "\"Type\":\"Task\",\"Resource\":\"arn:aws:lambda:us-east-1:000000000000:function:f\"";

  /// Fails the texts that are named, until they are healed, and remembers what succeeded.
  static final class Service {
    final Set<String> sick = ConcurrentHashMap.newKeySet();
    final List<String> done = new CopyOnWriteArrayList<>();
    final CountDownLatch gate = new CountDownLatch(1);
    final Set<String> held = ConcurrentHashMap.newKeySet();
    final ScriptedConnector connector = new ScriptedConnector(this::play);

    private TaskOutcome play(TaskAttempt attempt) throws InterruptedException {
      String text = attempt.parameters().text();
      if (held.contains(text)) {
        gate.await();
      }
      if (sick.contains(text)) {
        return new TaskOutcome.Failed("Sick", "still");
      }
      done.add(text);
      return new TaskOutcome.Succeeded(attempt.parameters());
    }
  }

  private static final String TOLERANT =
      """
      {"StartAt":"M","States":{"M":{"Type":"Map","MaxConcurrency":2,"ToleratedFailureCount":1,"End":true,
        "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
          "StartAt":"T","States":{"T":{%s,"End":true}}}}}}
      """
          .formatted(TASK);

  static String start(World world, String definition, String input) {
    return world.millrace.executions().start(world.machine(definition), null, input).executionArn();
  }

  static final String DISTRIBUTED =
      """
      {"StartAt":"M","States":{"M":{"Type":"Map","MaxConcurrency":%d,"End":true,"ItemProcessor":{
        "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"%s"},
        "StartAt":"Q","States":{"Q":{"Type":"Pass","Next":"T"},"T":{%s,"End":true}}}}}}
      """;

  @Test
  void anExecutionThatLeftMemoryLongAgoGoesOnWithTheStateThatFailed() {
    Service service = new Service();
    service.sick.add("{\"n\":1}");
    try (World world = new World(service.connector)) {
      String arn = start(world, World.task(""), "{\"n\":1}");
      assertThat(world.ended(arn).error()).isEqualTo("Sick");
      world.stopAndRestart();
      world.advance(Duration.ofHours(5));
      service.sick.clear();

      long date = world.millrace.executions().redrive(arn, "token");

      assertThat(world.ended(arn).output()).isEqualTo(Payload.ofText("{\"n\":1}"));
      assertThat(date).isEqualTo(World.T0.plus(Duration.ofHours(5)).toEpochMilli());
      assertThat(world.millrace.executions().redrive(arn, "token")).isEqualTo(date);
      assertThat(world.millrace.executions().describe(arn).summary().redrives().count())
          .isEqualTo(1);
      assertThat(world.types(arn))
          .containsSubsequence(EventType.ExecutionFailed, EventType.ExecutionRedriven)
          .endsWith(EventType.ExecutionSucceeded)
          .containsOnlyOnce(EventType.TaskStateEntered);
    }
  }

  @Test
  void anExecutionThatIsRedrivenIntoALongWaitLeavesMemoryAgain() {
    try (World world = new World()) {
      String arn = start(world, World.waiting(86_400), "{}");
      world.event(arn, EventType.WaitStateEntered);
      world.millrace.executions().stop(arn, null, null);

      world.millrace.executions().redrive(arn, null);

      world.untilInMemory(0);
      world.advance(Duration.ofDays(1));
      assertThat(world.ended(arn).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }
  }

  /// So many tasks that scheduling them again takes more than one decision.
  private static final int MANY = 2_500;

  @Test
  void aRedriveOfMoreTasksThanOneDecisionTakesDispatchesEachOnce() {
    Map<String, Integer> dispatched = new ConcurrentHashMap<>();
    Service service = new Service();
    String input =
        IntStream.range(0, MANY)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(",", "[", "]"));
    IntStream.range(0, MANY).forEach(i -> service.held.add(Integer.toString(i)));
    try (World world = new World(service.connector)) {
      world.listener =
          new ExecutionListener() {
            @Override
            public void dispatched(ExecutionHeader execution, TaskAttempt attempt) {
              dispatched.merge(attempt.idempotencyKey(), 1, Integer::sum);
            }
          };
      world.stopAndRestart();
      String arn =
          start(
              world,
              "{\"StartAt\":\"M\",\"States\":{\"M\":{\"Type\":\"Map\",\"End\":true,\"ItemProcessor\":"
                  + World.task("")
                  + "}}}",
              input);
      world.until(() -> dispatched.size() == MANY, "all run");
      world.millrace.executions().stop(arn, null, null);

      world.millrace.executions().redrive(arn, null);
      world.until(() -> dispatched.size() == 2 * MANY, "all run again");

      assertThat(dispatched.values()).containsOnly(1);
    }
  }

  @Test
  void whatCannotBeRedrivenIsRefusedWithTheReason() {
    Service service = new Service();
    service.sick.add("1");
    try (World world = new World(service.connector)) {
      String running = start(world, World.waiting(60), "{}");
      assertRefused(world, running, "Execution is RUNNING and cannot be redriven");
      world.advance(Duration.ofSeconds(60));
      world.ended(running);
      assertRefused(world, running, "Execution is SUCCEEDED and cannot be redriven");

      String machine = world.machine(World.task(""), "failing");
      String failed = world.millrace.executions().start(machine, null, "1").executionArn();
      world.ended(failed);
      world.advance(Duration.ofDays(14).plusMillis(1));
      assertRefused(world, failed, "Execution redrivable period exceeded");

      String later = world.millrace.executions().start(machine, null, "1").executionArn();
      world.ended(later);
      world.millrace.stateMachines().delete(machine);
      assertRefused(world, later, "State machine is in DELETING status");
    }
  }

  @Test
  void aRepetitionIsAnsweredAsTheRequestThatItRepeatsWhateverHasHappenedSince() {
    Service service = new Service();
    service.sick.add("1");
    try (World world = new World(service.connector)) {
      String machine = world.machine(World.task(""));
      String arn = world.millrace.executions().start(machine, null, "1").executionArn();
      world.ended(arn);
      long first = world.millrace.executions().redrive(arn, "first");
      world.ended(arn);
      world.advance(Duration.ofMinutes(1));
      long second = world.millrace.executions().redrive(arn, "second");
      world.ended(arn);
      assertThat(second).isEqualTo(first + 60_000);

      assertThat(world.millrace.executions().redrive(arn, "first")).isEqualTo(first);
      world.millrace.stateMachines().delete(machine);
      assertThat(world.millrace.executions().redrive(arn, "first")).isEqualTo(first);
      assertThat(world.millrace.executions().redrive(arn, "second")).isEqualTo(second);
      assertRefused(world, arn, "State machine is in DELETING status");
      assertThat(world.types(arn)).filteredOn(EventType.ExecutionRedriven::equals).hasSize(2);
    }
  }

  private static void assertRefused(World world, String arn, String reason) {
    assertThatThrownBy(() -> world.millrace.executions().redrive(arn, null))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal()).isEqualTo(new Refusal.ExecutionNotRedrivable(reason)));
  }

  @Test
  void aMapRunIsRedrivenWithItsUnsuccessfulChildrenAndThoseNeverStarted() {
    Service service = new Service();
    service.sick.add("3");
    try (World world = new World(service.connector)) {
      String arn = start(world, DISTRIBUTED.formatted(1, "STANDARD", TASK), "[1,2,3,4,5]");
      assertThat(world.ended(arn).error()).isEqualTo("States.ExceedToleratedFailureThreshold");
      UUID run = world.journal.mapRuns().ofExecution(id(world, arn), null, 1).getFirst().id();
      world.until(() -> row(world, run).status() == MapRunRow.Status.FAILED, "it has failed");
      service.sick.clear();

      world.millrace.executions().redrive(arn, null);

      assertThat(world.ended(arn).output()).isEqualTo(Payload.ofText("[1,2,3,4,5]"));
      assertThat(service.done)
          .as("no child that succeeded runs again")
          .containsExactly("1", "2", "3", "4", "5");
      world.until(() -> row(world, run).status() == MapRunRow.Status.SUCCEEDED, "it has ended");
      MapRunDescription description =
          world.millrace.executions().mapRuns().describe(row(world, run).arn());
      assertThat(description.row().redrive()).extracting(MapRunRow.Redrive::count).isEqualTo(1);
      assertThat(description.progress().of(ExecutionStatus.SUCCEEDED).children()).isEqualTo(5);
      List<MapRunStore.Child> children = world.journal.mapRuns().children(run, null, 0, 9);
      assertThat(children)
          .extracting(child -> child.summary().redrives().count())
          .containsExactly(0, 0, 1, 0, 0);
      String third = children.get(2).summary().header().arn();
      assertThat(world.types(third))
          .contains(EventType.ExecutionRedriven)
          .containsOnlyOnce(EventType.PassStateEntered);
      assertThat(world.types(arn))
          .contains(EventType.MapRunRedriven)
          .containsOnlyOnce(EventType.MapRunStarted);
    }
  }

  @Test
  void anExpressChildBeginsWithItsFirstState() {
    Service service = new Service();
    service.sick.add("7");
    try (World world = new World(service.connector)) {
      String arn = start(world, DISTRIBUTED.formatted(0, "EXPRESS", TASK), "[7]");
      world.ended(arn);
      service.sick.clear();

      world.millrace.executions().redrive(arn, null);

      assertThat(world.ended(arn).output()).isEqualTo(Payload.ofText("[7]"));
      UUID run = world.journal.mapRuns().ofExecution(id(world, arn), null, 1).getFirst().id();
      String child =
          world.journal.mapRuns().children(run, null, 0, 1).getFirst().summary().header().arn();
      assertThat(world.types(child)).filteredOn(EventType.PassStateEntered::equals).hasSize(2);
    }
  }

  @Test
  void childrenWaitAsPendingUntilTheirTurnAndAKillChangesNothing() {
    Service service = new Service();
    IntStream.rangeClosed(1, 6).forEach(i -> service.sick.add(Integer.toString(i)));
    String tolerant =
        DISTRIBUTED
            .formatted(2, "STANDARD", TASK)
            .replace("\"End\":true,\"ItemP", "\"ToleratedFailureCount\":5,\"End\":true,\"ItemP");
    try (World world = new World(service.connector)) {
      String arn = start(world, tolerant, "[1,2,3,4,5,6]");
      world.ended(arn);
      UUID run = world.journal.mapRuns().ofExecution(id(world, arn), null, 1).getFirst().id();
      world.until(() -> row(world, run).status() == MapRunRow.Status.FAILED, "it has failed");
      service.sick.clear();
      service.held.addAll(Set.of("3", "4", "5", "6"));

      world.millrace.executions().redrive(arn, null);
      world.until(
          () -> pending(world, run) == 2 && service.done.size() == 2,
          "1 and 2 have ended, 3 and 4 run");
      world.killAndRestart();
      world.until(() -> world.millrace.statistics().tasksRunning() == 2, "3 and 4 run again");
      assertThat(pending(world, run)).isEqualTo(2);
      ExecutionDescription last = child(world, run, 5);
      assertThat(last.summary().status()).isEqualTo(ExecutionStatus.PENDING_REDRIVE);
      assertThat(world.millrace.executions().redriveProblem(last.summary()))
          .isEqualTo("Execution is PENDING_REDRIVE and cannot be redriven");
      service.gate.countDown();

      assertThat(world.ended(arn).output()).isEqualTo(Payload.ofText("[1,2,3,4,5,6]"));
      assertThat(service.done).filteredOn(text -> text.equals("1") || text.equals("2")).hasSize(2);
      assertThat(world.journal.mapRuns().children(run, null, 0, 9))
          .allSatisfy(child -> assertThat(child.summary().redrives().count()).isEqualTo(1));
    }
  }

  @Test
  void aChildThatCannotBeRedrivenStaysFailedAndDoesNotWait() {
    Service service = new Service();
    service.sick.add("1");
    service.held.add("2");
    try (World world = new World(service.connector)) {
      String arn = start(world, TOLERANT, "[1,2]");
      UUID run = mapRun(world, arn);
      world.until(
          () -> child(world, run, 0).summary().status() == ExecutionStatus.FAILED, "1 has failed");
      world.advance(Duration.ofDays(10));
      world.millrace.executions().stop(arn, null, null);
      world.until(() -> row(world, run).status() == MapRunRow.Status.ABORTED, "it has ended");
      assertThat(world.millrace.executions().redriveProblem(child(world, run, 0).summary()))
          .isNull();
      world.advance(Duration.ofDays(5));

      world.millrace.executions().redrive(arn, null);
      world.until(() -> world.millrace.statistics().tasksRunning() == 1, "2 runs again");

      MapRunStore.Progress progress =
          world.millrace.executions().mapRuns().describe(row(world, run).arn()).progress();
      assertThat(progress.of(ExecutionStatus.PENDING_REDRIVE).children()).isZero();
      assertThat(progress.of(ExecutionStatus.FAILED).children()).isEqualTo(1);
      assertThat(progress.notRedrivable().children()).isEqualTo(1);
      assertThat(child(world, run, 0).summary().status()).isEqualTo(ExecutionStatus.FAILED);
      service.gate.countDown();
      assertThat(world.ended(arn).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }
  }

  @Test
  void aChildIsRedrivableByItsMapRunOnlyWhileItsParentIsRedrivable() {
    Service service = new Service();
    service.sick.addAll(Set.of("1", "3", "4"));
    service.held.add("2");
    try (World world = new World(service.connector)) {
      String machine = world.machine(TOLERANT);
      String tolerated = world.millrace.executions().start(machine, null, "[1,2]").executionArn();
      UUID run = mapRun(world, tolerated);
      world.until(
          () -> child(world, run, 0).summary().status() == ExecutionStatus.FAILED, "1 has failed");
      assertThat(problemOfFirst(world, run))
          .isEqualTo("Execution is RUNNING and cannot be redriven");
      service.gate.countDown();
      world.ended(tolerated);
      assertThat(problemOfFirst(world, run))
          .isEqualTo("Execution is SUCCEEDED and cannot be redriven");

      String failed = world.millrace.executions().start(machine, null, "[3,4]").executionArn();
      world.ended(failed);
      UUID failedRun = mapRun(world, failed);
      assertThat(problemOfFirst(world, failedRun)).isNull();
      world.millrace.stateMachines().delete(machine);
      assertThat(problemOfFirst(world, failedRun)).isEqualTo("State machine is in DELETING status");
    }
  }

  private static @Nullable String problemOfFirst(World world, UUID run) {
    return world.millrace.executions().redriveProblem(child(world, run, 0).summary());
  }

  private static ExecutionDescription child(World world, UUID run, int index) {
    world.until(() -> world.journal.mapRuns().progress(run).nextIndex() > index, "it is there");
    return world
        .millrace
        .executions()
        .describe(
            world
                .journal
                .mapRuns()
                .children(run, null, index, 1)
                .getFirst()
                .summary()
                .header()
                .arn());
  }

  static UUID mapRun(World world, String arn) {
    world.until(
        () -> !world.journal.mapRuns().ofExecution(id(world, arn), null, 1).isEmpty(), "it began");
    return world.journal.mapRuns().ofExecution(id(world, arn), null, 1).getFirst().id();
  }

  /// A Map of tasks, a Parallel, a Wait: all of them fail once or more.
  private static final String MACHINE =
      """
      {"StartAt":"Each","States":{
        "Each":{"Type":"Map","MaxConcurrency":2,"ItemsPath":"$.items","ResultPath":"$.done","Next":"Both",
          "ItemProcessor":{"StartAt":"Work","States":{"Work":{%1$s,"End":true}}}},
        "Both":{"Type":"Parallel","ResultPath":"$.both","Next":"Many","Branches":[
          {"StartAt":"A","States":{"A":{%1$s,"InputPath":"$.a","End":true}}},
          {"StartAt":"B","States":{"B":{"Type":"Wait","Seconds":5,"Next":"B2"},"B2":{%1$s,"InputPath":"$.b","End":true}}}]},
        "Many":{"Type":"Map","ItemsPath":"$.many","ResultPath":"$.many","MaxConcurrency":2,"End":true,"ItemProcessor":{
          "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
          "StartAt":"C","States":{"C":{%1$s,"End":true}}}}}}
      """
          .formatted(TASK);

  private static final String INPUT =
      "{\"items\":[1,2,3,4],\"a\":\"a\",\"b\":\"b\",\"many\":[11,12,13,14]}";

  private static final long NEVER_KILLED = 0;

  /// The process is killed after commits chosen by a seed; the execution is redriven until it
  /// succeeds, and nothing that succeeded is done again: an attempt is carried out once, and once
  /// more for a kill at the most.
  @ParameterizedTest
  @ValueSource(longs = {NEVER_KILLED, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void theEndIsTheSameWhereverTheProcessIsKilled(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Set<String> failedOnce = ConcurrentHashMap.newKeySet();
    var connector = new ScriptedConnector(attempt -> failingOnce(attempt, failedOnce));
    try (World world = new World(connector)) {
      String arn = start(world, MACHINE, INPUT);
      int redrives = 0;
      int kills = 0;
      if (seed != NEVER_KILLED) {
        armNextKill(world, random);
      }
      for (int round = 0; round < 20_000; round++) {
        if (world.halted.getAndSet(null) != null) {
          world.killAndRestart();
          kills++;
          armNextKill(world, random);
        }
        ExecutionStatus status = world.millrace.executions().describe(arn).summary().status();
        if (status == ExecutionStatus.SUCCEEDED) {
          break;
        }
        if (status == ExecutionStatus.FAILED && redriven(world, arn, "r" + redrives)) {
          redrives++;
        }
        world.advance(Duration.ofMillis(200));
        LockSupport.parkNanos(500_000);
      }
      assertThat(world.ended(arn).output())
          .isEqualTo(
              Payload.ofText(
                  "{\"items\":[1,2,3,4],\"a\":\"a\",\"b\":\"b\",\"many\":[11,12,13,14],\"done\":[1,2,3,4],\"both\":[\"a\",\"b\"]}"));
      List<EventType> types = world.types(arn);
      assertThat(types).filteredOn(EventType.MapIterationSucceeded::equals).hasSize(4);
      assertThat(types).filteredOn(EventType.LambdaFunctionSucceeded::equals).hasSize(6);
      assertThat(types).filteredOn(EventType.MapRunStarted::equals).hasSize(1);
      assertThat(types).filteredOn(EventType.ExecutionRedriven::equals).hasSizeGreaterThan(2);
      assertThat(world.millrace.executions().describe(arn).summary().redrives().count())
          .isEqualTo((int) types.stream().filter(EventType.ExecutionRedriven::equals).count());
      long carriedOutMost = 1L + kills;
      assertThat(
              connector.attempts().stream()
                  .collect(
                      Collectors.groupingBy(TaskAttempt::idempotencyKey, Collectors.counting()))
                  .values())
          .allSatisfy(times -> assertThat(times).isLessThanOrEqualTo(carriedOutMost));
    }
  }

  private static boolean redriven(World world, String arn, String token) {
    try {
      world.millrace.executions().redrive(arn, token);
      return true;
    } catch (RefusedException e) {
      // Killed meanwhile. Had it been carried out all the same, the token would tell the next time.
      assertThat(e.refusal()).isInstanceOf(Refusal.Unavailable.class);
      return false;
    }
  }

  private static void armNextKill(World world, SplittableRandom random) {
    int kill = random.nextInt(2, 14);
    world.journal.disturb(commit -> commit >= kill ? Disturbance.KILLED_AFTER : Disturbance.NONE);
  }

  /// The first attempt of each input fails: the same after a crash, because its name is.
  private static TaskOutcome failingOnce(TaskAttempt attempt, Set<String> failedOnce) {
    String item = attempt.parameters().text();
    String named = item + " " + attempt.idempotencyKey();
    boolean first = failedOnce.contains(named) || (failedOnce.add(item) && failedOnce.add(named));
    return first
        ? new TaskOutcome.Failed("Once", "first attempt")
        : new TaskOutcome.Succeeded(attempt.parameters());
  }

  private static long pending(World world, UUID run) {
    return world.journal.mapRuns().progress(run).of(ExecutionStatus.PENDING_REDRIVE).children();
  }

  static UUID id(World world, String arn) {
    return world.millrace.executions().describe(arn).summary().header().id();
  }

  static MapRunRow row(World world, UUID run) {
    return world.journal.mapRuns().find(run).orElseThrow();
  }
}
