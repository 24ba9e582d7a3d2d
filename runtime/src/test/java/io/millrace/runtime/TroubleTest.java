package io.millrace.runtime;

import static io.millrace.runtime.World.passes;
import static io.millrace.runtime.World.task;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Resource;
import io.millrace.engine.decide.EngineLimits;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventType;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import io.millrace.runtime.activity.Activities;
import io.millrace.runtime.activity.VolatileActivityStore;
import io.millrace.testkit.InMemoryJournal.Disturbance;
import io.millrace.testkit.ScriptedConnector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// What happens when the world, or we, fail.
class TroubleTest {
  private static final int BACKLOG = 10;

  @Test
  void whileTheJournalIsAwayCallersAreHeldThenRefusedAndNothingIsLost() throws Exception {
    AtomicBoolean away = new AtomicBoolean(true);
    try (World world = new World(small(Duration.ofSeconds(60)), ScriptedConnector.echo());
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      String machine = world.machine(task(""));
      world.journal.disturb(_ -> away.get() ? Disturbance.REFUSED : Disturbance.NONE);
      List<CompletableFuture<String>> held = new ArrayList<>();
      for (int i = 0; i < BACKLOG; i++) {
        String name = "n" + i;
        held.add(
            CompletableFuture.supplyAsync(
                () -> world.millrace.executions().start(machine, name, "{}").executionArn(),
                callers));
      }
      world.until(() -> world.millrace.statistics().callers() == BACKLOG, "all callers wait");
      world.until(() -> world.journal.commits() > 1, "the commit is tried again");

      assertThatThrownBy(() -> world.millrace.executions().start(machine, "more", "{}"))
          .isInstanceOfSatisfying(
              RefusedException.class,
              e -> assertThat(e.refusal()).isInstanceOf(Refusal.Unavailable.class))
          .hasMessageContaining("store cannot be reached");
      away.set(false);

      for (CompletableFuture<String> one : held) {
        assertThat(world.ended(one.get()).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
      }
    }
  }

  @Test
  void aCallerIsToldWhenItTakesTooLongAndMayRepeat() {
    AtomicBoolean away = new AtomicBoolean(true);
    try (World world = new World(small(Duration.ofMillis(20)))) {
      String machine = world.machine(World.waiting(50));
      world.journal.disturb(_ -> away.get() ? Disturbance.REFUSED : Disturbance.NONE);
      assertThatThrownBy(() -> world.millrace.executions().start(machine, "same", "{}"))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("What was asked may still be done");
      away.set(false);
      String arn = machine.replace("stateMachine", "execution") + ":same";
      world.until(() -> world.journal.find(arn).isPresent(), "it was started after all");

      assertThat(world.millrace.executions().start(machine, "same", "{}").executionArn())
          .isEqualTo(arn);
      assertThat(world.millrace.executions().list(machine, null, null, 10)).hasSize(1);
    }
  }

  @Test
  void aDefinitionThatIsGoneStopsItsExecutionAndNoOther() {
    try (World world = new World()) {
      String machine = world.machine(World.waiting(3_600));
      String lost = world.millrace.executions().start(machine, "lost", "{}").executionArn();
      world.untilInMemory(0);
      world.forgetMachines();
      world.killAndRestart();

      assertThatThrownBy(() -> world.millrace.executions().stop(lost, null, null))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("revision");
      String other = world.machine(passes(2));
      String arn = world.millrace.executions().start(other, "fine", "{}").executionArn();
      assertThat(world.ended(arn).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }
  }

  @Test
  void whatCallersLeaveBehindStillCountsAsWaiting() {
    AtomicBoolean away = new AtomicBoolean(true);
    try (World world = new World(small(Duration.ofMillis(10)))) {
      String machine = world.machine(World.waiting(50));
      world.journal.disturb(_ -> away.get() ? Disturbance.REFUSED : Disturbance.NONE);
      for (int i = 0; i < BACKLOG; i++) {
        String name = "n" + i;
        assertThatThrownBy(() -> world.millrace.executions().start(machine, name, "{}"))
            .hasMessageContaining("What was asked may still be done");
      }

      assertThatThrownBy(() -> world.millrace.executions().start(machine, "more", "{}"))
          .hasMessageContaining("store cannot be reached");
      away.set(false);
      world.until(() -> world.millrace.statistics().callers() == 0, "all are answered");

      assertThat(world.millrace.executions().list(machine, null, null, 100)).hasSize(BACKLOG);
    }
  }

  @Test
  void onceTheJournalHasBeenAwayForAWhileCallersAreRefusedBeforeAnythingIsDone() {
    AtomicBoolean away = new AtomicBoolean(true);
    try (World world = new World(small(Duration.ofMillis(10), Duration.ZERO))) {
      String machine = world.machine(World.waiting(50));
      world.journal.disturb(_ -> away.get() ? Disturbance.REFUSED : Disturbance.NONE);
      assertThatThrownBy(() -> world.millrace.executions().start(machine, null, "{}"))
          .hasMessageContaining("What was asked may still be done");
      world.until(() -> world.journal.commits() > 1, "the committer knows");

      assertThatThrownBy(() -> world.millrace.executions().start(machine, null, "{}"))
          .hasMessageContaining("store cannot be reached");
      away.set(false);
      world.until(() -> world.millrace.statistics().callers() == 0, "the first is answered");

      assertThat(world.millrace.executions().list(machine, null, null, 100)).hasSize(1);
    }
  }

  @Test
  void aTakenNameIsFoundOutAtOnceHoweverFarTheExecutionWentOn() throws Exception {
    CountDownLatch sealed = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (World world = new World();
        ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor()) {
      String machine = world.machine(passes(10_000));
      String arn = world.millrace.executions().start(machine, "same", "{}").executionArn();
      world.ended(arn);
      int before = world.journal.commits();
      world.journal.disturb(
          commit -> {
            if (commit == before + 1) {
              sealed.countDown();
              awaitQuietly(goOn);
            }
            return Disturbance.NONE;
          });

      var second =
          CompletableFuture.supplyAsync(
              () -> world.millrace.executions().start(machine, "same", "{}"), caller);
      sealed.await();
      world.until(() -> world.millrace.statistics().gathering() == 1, "it goes on meanwhile");
      goOn.countDown();

      assertThatThrownBy(second::get)
          .hasRootCauseInstanceOf(RefusedException.class)
          .hasMessageContaining("Already Exists");
      world.until(() -> world.millrace.statistics().gathering() == 0, "nothing gathers");
      world.untilInMemory(0);
      assertThat(world.journal.commits()).isEqualTo(before + 1);
    }
  }

  @Test
  void whatLeftMemoryAfterTheClockWasSetBackIsFoundInTime() {
    try (World world = new World()) {
      String early = start(world, World.waiting(2_010));
      world.untilInMemory(0);
      world.advance(Duration.ofSeconds(2_000));
      world.untilInMemory(1); // found: the time up to 2,015 s is scanned
      world.advance(Duration.ofSeconds(-2_000));
      String late = start(world, World.waiting(1_000));
      // The late one leaves; the early one may, if it was still being read when the clock went
      // back.
      world.until(() -> world.millrace.statistics().inMemory() <= 1, "the late one leaves memory");

      world.advance(Duration.ofSeconds(1_000));

      assertThat(world.ended(late).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
      world.advance(Duration.ofSeconds(1_010));
      assertThat(world.ended(early).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }
  }

  @Test
  void anExecutionThatCannotBeDecidedIsNotReadWhileACommitOfItIsUnderWay() {
    AtomicBoolean away = new AtomicBoolean();
    try (World world = new World()) {
      String arn =
          start(
              world,
              """
              {"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":5,"Next":"B"},
                "B":{"Type":"Wait","Seconds":20,"End":true}}}
              """);
      int before = world.journal.commits();
      world.journal.disturb(_ -> away.get() ? Disturbance.REFUSED : Disturbance.NONE);
      away.set(true);
      world.advance(Duration.ofSeconds(5));
      world.until(() -> world.journal.commits() > before, "B is entered, not durably yet");

      world.failingClock.set(
          new World.ClockFailure("millrace-shard", "decide", new StackOverflowError()));
      assertBroken(world, arn);
      world.failingClock.set(null);
      assertBroken(world, arn);
      away.set(false);
      world.untilInMemory(0);

      world.millrace.executions().stop(arn, "Stopped", null);
      assertThat(world.types(arn))
          .containsExactly(
              EventType.ExecutionStarted,
              EventType.WaitStateEntered,
              EventType.WaitStateExited,
              EventType.WaitStateEntered,
              EventType.ExecutionAborted);
    }
  }

  @Test
  void aTaskWhoseWorkerCouldNotBeToldIsTheNextWorkersTask() {
    AtomicBoolean away = new AtomicBoolean();
    try (World world = new World(small(Duration.ofMillis(250)))) {
      Activities activities = world.millrace.activities(new VolatileActivityStore());
      String activity = activities.create("narrate").arn();
      String arn = start(world, task("").replaceAll("arn:aws:lambda[^\"]*", activity));
      world.event(arn, EventType.ActivityScheduled);
      world.journal.disturb(_ -> away.get() ? Disturbance.REFUSED : Disturbance.NONE);
      away.set(true);
      assertThatThrownBy(() -> activities.take(activity, "unlucky"))
          .isInstanceOf(RefusedException.class);
      away.set(false);
      world.until(() -> world.millrace.statistics().callers() == 0, "the store is back");

      Activities.Work work = Objects.requireNonNull(activities.take(activity, "lucky"));
      world.millrace.executions().taskSucceeded(work.taskToken(), "1");

      assertThat(world.ended(arn).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
      assertThat(world.types(arn)).containsOnlyOnce(EventType.ActivityStarted);
    }
  }

  @Test
  void aJobThatBeginsWhileItsExecutionIsBeingStoppedIsStopped() {
    AtomicBoolean away = new AtomicBoolean();
    SlowSubmission jobs = new SlowSubmission();
    try (World world = new World(jobs);
        ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor()) {
      String arn =
          start(
              world,
              task("\"Parameters\":{\"JobName\":\"etl\"}")
                  .replaceAll("arn:aws:lambda[^\"]*", SlowSubmission.ARN));
      awaitQuietly(jobs.begun);
      int before = world.journal.commits();
      world.journal.disturb(_ -> away.get() ? Disturbance.REFUSED : Disturbance.NONE);
      away.set(true);
      var stop =
          CompletableFuture.supplyAsync(
              () -> world.millrace.executions().stop(arn, null, null), caller);
      world.until(() -> world.journal.commits() > before, "the stop is not durable yet");

      jobs.goOn.countDown();
      world.until(() -> world.millrace.statistics().tasksRunning() == 0, "the job is told");
      away.set(false);
      stop.join();

      assertThat(jobs.stopped.join()).isEqualTo(Payload.ofText("{\"job\":1}"));
    }
  }

  /// Hands a job over when it is let, and tells which one it is to stop.
  private static final class SlowSubmission implements Connector {
    static final String ARN = "arn:aws:states:::glue:startJobRun.sync";
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    final CompletableFuture<Payload> stopped =
        new CompletableFuture<Payload>().orTimeout(30, SECONDS);

    @Override
    public boolean handles(Resource resource) {
      return true;
    }

    @Override
    public TaskOutcome carryOut(TaskAttempt attempt) throws InterruptedException {
      begun.countDown();
      goOn.await();
      return new TaskOutcome.Submitted(Payload.ofText("{\"job\":1}"));
    }

    @Override
    public void stop(TaskAttempt attempt) {
      stopped.complete(Objects.requireNonNull(attempt.submission()));
    }
  }

  private static void assertBroken(World world, String arn) {
    assertThatThrownBy(() -> world.millrace.executions().stop(arn, null, null))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseInstanceOf(StackOverflowError.class);
  }

  private static String start(World world, String definition) {
    return world
        .millrace
        .executions()
        .start(world.machine(definition, "m" + definition.hashCode()), null, "{}")
        .executionArn();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RuntimeConfig small(Duration answerWithin) {
    return small(answerWithin, Duration.ofSeconds(60));
  }

  private static RuntimeConfig small(Duration answerWithin, Duration holdFor) {
    return new RuntimeConfig(
        Arns.LOCAL,
        EngineLimits.AWS,
        2,
        10,
        2,
        BACKLOG,
        Duration.ofSeconds(30),
        Duration.ofMillis(250),
        holdFor,
        answerWithin,
        Duration.ofSeconds(10));
  }
}
