package io.millrace.runtime;

import static io.millrace.runtime.World.passes;
import static io.millrace.runtime.World.task;
import static io.millrace.runtime.World.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.task.TaskOutcome;
import io.millrace.runtime.express.ExpressConfig;
import io.millrace.runtime.express.ExpressOutcome;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.watch.ExecutionListener;
import io.millrace.testkit.ScriptedConnector;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExpressTest {
  private static final String ENDLESS =
      """
      {"StartAt":"A","States":{
        "A":{"Type":"Pass","Next":"B"},
        "B":{"Type":"Choice","Choices":[{"Variable":"$.never","IsPresent":true,"Next":"C"}],
             "Default":"A"},
        "C":{"Type":"Succeed"}}}
      """;

  @Test
  void aSynchronousExecutionAnswersWithItsOutputAndLeavesNothingInTheJournal() {
    try (World world = new World(ScriptedConnector.echo())) {
      String machine = world.express(task(""));

      ExpressOutcome outcome = sync(world, machine, "{\"n\":7}");

      assertThat(outcome.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
      assertThat(String.valueOf(outcome.output())).isEqualTo("{\"n\":7}");
      assertThat(outcome.header().arn())
          .startsWith("arn:aws:states:us-east-1:000000000000:express:express:one:");
      assertThat(outcome.billedDurationMillis()).isEqualTo(100);
      assertThat(outcome.billedMemoryMegabytes()).isEqualTo(64);
      assertThat(world.journal.commits()).isZero();
      assertThat(world.millrace.expressRunning()).isZero();
    }
  }

  @Test
  void aNameMayBeUsedAgainAtOnceAlsoWhileItsExecutionRuns() {
    CountDownLatch go = new CountDownLatch(1);
    try (World world = new World(heldUntil(go))) {
      String machine = world.express(task(""));

      var first = world.millrace.executions().start(machine, "same", "{}");
      var second = world.millrace.executions().start(machine, "same", "{}");

      assertThat(first.executionArn()).isNotEqualTo(second.executionArn());
      assertThat(world.millrace.expressRunning()).isEqualTo(2);
      go.countDown();
      world.until(() -> world.millrace.expressRunning() == 0, "both end");
    }
  }

  @Test
  void aFailureIsAnOutcomeWithErrorAndCause() {
    var failing = new ScriptedConnector(_ -> new TaskOutcome.Failed("Stage.Broken", "no disk"));
    try (World world = new World(failing)) {
      ExpressOutcome outcome = sync(world, world.express(task("")), "{}");

      assertThat(outcome.status()).isEqualTo(ExecutionStatus.FAILED);
      assertThat(outcome.error()).isEqualTo("Stage.Broken");
      assertThat(outcome.cause()).isEqualTo("no disk");
      assertThat(outcome.output()).isNull();
    }
  }

  @Test
  void aRetryWaitsForItsBackoff() {
    AtomicInteger calls = new AtomicInteger();
    var connector =
        new ScriptedConnector(
            attempt ->
                calls.incrementAndGet() == 1
                    ? new TaskOutcome.Failed("Once", null)
                    : new TaskOutcome.Succeeded(attempt.parameters()));
    try (World world = new World(connector)) {
      String machine =
          world.express(task("\"Retry\":[{\"ErrorEquals\":[\"Once\"],\"IntervalSeconds\":20}]"));
      var outcome = later(world, machine);
      world.until(() -> calls.get() == 1, "the first attempt");

      world.advance(Duration.ofSeconds(19));
      assertThat(outcome).isNotDone();
      world.until(
          () -> {
            world.advance(Duration.ofSeconds(1));
            return outcome.isDone();
          },
          "the second attempt");

      assertThat(outcome.join().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
      assertThat(calls).hasValue(2);
    }
  }

  @Test
  void anExecutionEndsAfterFiveMinutesAndItsTaskIsInterrupted() {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    var connector =
        new ScriptedConnector(
            attempt -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw new IllegalStateException(e);
              }
              return new TaskOutcome.Succeeded(attempt.parameters());
            });
    try (World world = new World(connector)) {
      var outcome = later(world, world.express(task("")));
      world.until(() -> connector.attempts().size() == 1, "the task has begun");

      world.advance(Duration.ofSeconds(299));
      assertThat(outcome).isNotDone();
      world.advance(Duration.ofSeconds(1));

      assertThat(outcome.join().status()).isEqualTo(ExecutionStatus.TIMED_OUT);
      assertThat(outcome.join().error()).isEqualTo("States.Timeout");
      assertThat(outcome.join().billedDurationMillis()).isEqualTo(300_000);
      world.until(() -> interrupted.getCount() == 0, "the task is interrupted");
    }
  }

  @Test
  void aShorterTimeoutOfItsOwnWins() {
    try (World world = new World()) {
      String machine = world.express("{\"TimeoutSeconds\":10," + waiting(60).substring(1));
      var outcome = later(world, machine);
      world.until(() -> world.millrace.expressRunning() == 1, "it waits");

      world.advance(Duration.ofSeconds(9));
      assertThat(outcome).isNotDone();
      world.advance(Duration.ofSeconds(1));

      assertThat(outcome.join().status()).isEqualTo(ExecutionStatus.TIMED_OUT);
      assertThat(outcome.join().billedDurationMillis()).isEqualTo(10_000);
    }
  }

  @Test
  void aLoopMayHaveMoreEventsThanAStandardHistory() {
    try (World world = new World()) {
      String machine =
          world.express(
              """
              {"QueryLanguage":"JSONata","StartAt":"Begin","States":{
                "Begin":{"Type":"Pass","Assign":{"n":0},"Next":"Count"},
                "Count":{"Type":"Pass","Assign":{"n":"{% $n + 1 %}"},"Next":"More"},
                "More":{"Type":"Choice","Choices":[{"Condition":"{% $n < 8000 %}","Next":"Count"}],
                        "Default":"End"},
                "End":{"Type":"Pass","Output":"{% $n %}","End":true}}}
              """);

      ExpressOutcome outcome = sync(world, machine, "{}");

      assertThat(outcome.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
      assertThat(String.valueOf(outcome.output())).isEqualTo("8000");
    }
  }

  @Test
  void aLoopWithoutEndHoldsUpNeitherOthersNorItsOwnTimeout() {
    try (World world = new World()) {
      String endless = world.machine(ENDLESS, "endless", EXPRESS, null);
      String short3 = world.machine(passes(3), "short", EXPRESS, null);
      int loops = Runtime.getRuntime().availableProcessors() + 1;
      IntStream.range(0, loops)
          .forEach(_ -> world.millrace.executions().start(endless, null, "{}"));

      assertThat(sync(world, short3, "{}").status()).isEqualTo(ExecutionStatus.SUCCEEDED);

      assertThat(world.millrace.expressRunning()).isEqualTo(loops);
      world.advance(Duration.ofMinutes(5));
      world.until(() -> world.millrace.expressRunning() == 0, "the loops time out");
    }
  }

  @Test
  void moreThanFitAreRefusedAndTheirPlacesComeBack() {
    CountDownLatch go = new CountDownLatch(1);
    var config =
        RuntimeConfig.standard()
            .withExpress(new ExpressConfig(2, 262_144, 10, ExpressConfig.AWS_LIFETIME));
    try (World world = new World(config, heldUntil(go))) {
      String machine = world.express(task(""));
      var executions = world.millrace.executions();
      executions.start(machine, null, "{}");
      executions.start(machine, null, "{}");

      assertThatThrownBy(() -> executions.start(machine, null, "{}"))
          .isInstanceOfSatisfying(
              RefusedException.class,
              e -> assertThat(e.refusal()).isInstanceOf(Refusal.ExecutionLimitExceeded.class));
      assertThatThrownBy(() -> executions.startSync(machine, null, "{}"))
          .isInstanceOfSatisfying(
              RefusedException.class,
              e -> assertThat(e.refusal()).isInstanceOf(Refusal.Throttled.class));

      go.countDown();
      world.until(() -> world.millrace.expressRunning() == 0, "both end");
      assertThat(sync(world, machine, "{}").status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }
  }

  @Test
  void aServerThatStopsLetsExecutionsEndForAWhileAndAbortsTheRest() {
    CountDownLatch go = new CountDownLatch(1);
    List<String> ends = new CopyOnWriteArrayList<>();
    World world = new World(closingWithin(Duration.ofSeconds(1)), heldUntil(go));
    world.listener =
        new ExecutionListener() {
          @Override
          public void committed(ExecutionHeader header, List<HistoryEvent> events) {
            ends.add(header.name() + " " + events.getLast().type());
          }
        };
    world.stopAndRestart();
    String quick = world.machine(task(""), "quick", EXPRESS, null);
    String slow = world.machine(waiting(200), "slow", EXPRESS, null);
    world.millrace.executions().start(quick, "quick", "{}");
    world.millrace.executions().start(slow, "slow", "{}");
    world.until(() -> ends.size() == 2, "both have begun");

    Thread closing = Thread.ofVirtual().start(world::close);
    world.until(() -> closing.getState() != Thread.State.NEW, "it closes");
    go.countDown();
    world.until(() -> !closing.isAlive(), "it is closed");

    assertThat(ends).contains("quick ExecutionSucceeded", "slow ExecutionAborted");
  }

  @Test
  void branchesEndInAnyOrder() {
    try (World world = new World(ScriptedConnector.echo())) {
      String machine =
          world.express(
              """
              {"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemProcessor":
                {"StartAt":"T","States":{"T":{"Type":"Task","End":true,
                 "Resource":"arn:aws:lambda:us-east-1:000000000000:function:f"}}}}}}
              """);
      List<Integer> items = IntStream.range(0, 200).boxed().toList();

      ExpressOutcome outcome = sync(world, machine, items.toString());

      assertThat(String.valueOf(outcome.output())).isEqualTo(items.toString().replace(" ", ""));
    }
  }

  @Test
  void aStandardMachineCannotBeStartedSynchronouslyNorAnExpressOneBeListed() {
    try (World world = new World()) {
      String standard = world.machine(passes(1));
      String express = world.express(passes(1));
      var executions = world.millrace.executions();

      assertThatThrownBy(() -> executions.startSync(standard, null, "{}"))
          .hasMessage("This operation is not supported by this type of state machine");
      assertThatThrownBy(() -> executions.list(express, null, null, 10))
          .hasMessage("This operation is not supported by this type of state machine");
      assertThatThrownBy(() -> executions.describe(arn(world, express)))
          .hasMessage("Invalid Arn: 'Resource type not valid in this context: express'");
    }
  }

  private static final StateMachine.Type EXPRESS = StateMachine.Type.EXPRESS;

  private static RuntimeConfig closingWithin(Duration closeWithin) {
    RuntimeConfig usual = RuntimeConfig.standard();
    return new RuntimeConfig(
        usual.arns(),
        usual.limits(),
        usual.shards(),
        usual.tasksMax(),
        usual.loadsMax(),
        usual.backlogMax(),
        usual.stayFor(),
        usual.startedAfter(),
        usual.holdFor(),
        usual.answerWithin(),
        closeWithin);
  }

  private static String arn(World world, String machine) {
    return world.millrace.executions().start(machine, null, "{}").executionArn();
  }

  private static ExpressOutcome sync(World world, String machine, String input) {
    return world.millrace.executions().startSync(machine, "one", input);
  }

  private static CompletableFuture<ExpressOutcome> later(World world, String machine) {
    return CompletableFuture.supplyAsync(() -> sync(world, machine, "{}"));
  }

  private static ScriptedConnector heldUntil(CountDownLatch go) {
    return new ScriptedConnector(
        attempt -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return new TaskOutcome.Succeeded(attempt.parameters());
        });
  }
}
