package io.millrace.runtime;

import static io.millrace.runtime.World.passes;
import static io.millrace.runtime.World.task;
import static io.millrace.runtime.World.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.task.TaskOutcome;
import io.millrace.testkit.InMemoryJournal.Disturbance;
import io.millrace.testkit.ScriptedConnector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ExecutionsTest {
  @Test
  void anExecutionThatNeverWaitsIsOneCommit() {
    try (World world = new World()) {
      String machine = world.machine(passes(5));

      String arn = world.millrace.executions().start(machine, "one", "{\"a\":1}").executionArn();

      var description = world.millrace.executions().describe(arn);
      assertThat(arn).isEqualTo("arn:aws:states:us-east-1:000000000000:execution:machine:one");
      assertThat(description.summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
      assertThat(String.valueOf(description.output())).isEqualTo("{\"a\":1}");
      assertThat(world.types(arn)).hasSize(12);
      assertThat(world.journal.commits()).isEqualTo(1);
      world.untilInMemory(0);
    }
  }

  @Test
  void aTaskIsCarriedOutOnceItsEventIsDurable() {
    ScriptedConnector connector = ScriptedConnector.echo();
    try (World world = new World(connector)) {
      String arn = start(world, task(""), "{\"n\":7}");

      assertThat(String.valueOf(world.ended(arn).output())).isEqualTo("{\"n\":7}");
      assertThat(connector.attempts()).hasSize(1);
      assertThat(connector.attempts().getFirst().idempotencyKey()).endsWith(":3");
    }
  }

  @Test
  void aConnectorThatThrowsFailsTheAttemptByName() {
    var connector =
        new ScriptedConnector(
            _ -> {
              throw new IllegalArgumentException("no good");
            });
    try (World world = new World(connector)) {
      var ended = world.ended(start(world, task(""), "{}"));

      assertThat(ended.error()).isEqualTo("java.lang.IllegalArgumentException");
      assertThat(ended.cause()).isEqualTo("no good");
    }
  }

  @Test
  void aResourceWithoutConnectorFailsHonestly() {
    try (World world = new World()) {
      var ended = world.ended(start(world, task(""), "{}"));

      assertThat(ended.summary().status()).isEqualTo(ExecutionStatus.FAILED);
      assertThat(ended.cause()).contains("no connector for the resource").contains("function:f");
    }
  }

  @Test
  void aRetryWaitsForItsBackoff() {
    AtomicInteger calls = new AtomicInteger();
    var connector =
        new ScriptedConnector(
            attempt ->
                calls.incrementAndGet() == 1
                    ? new TaskOutcome.Failed("Flaky", "once")
                    : new TaskOutcome.Succeeded(attempt.parameters()));
    try (World world = new World(connector)) {
      String arn =
          start(
              world,
              task("\"Retry\":[{\"ErrorEquals\":[\"Flaky\"],\"IntervalSeconds\":10}]"),
              "{}");
      world.event(arn, EventType.LambdaFunctionFailed);
      world.advance(Duration.ofMillis(9_999));
      assertThat(calls).hasValue(1);

      world.advance(Duration.ofMillis(1));

      assertThat(world.ended(arn).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
      assertThat(calls).hasValue(2);
    }
  }

  @Test
  void aShortWaitStaysInMemoryAndALongOneLeavesIt() {
    try (World world = new World()) {
      String machine = world.machine(waiting(3_600));
      String arn = world.millrace.executions().start(machine, null, "{}").executionArn();
      world.untilInMemory(0);

      for (int quarterHour = 1; quarterHour <= 3; quarterHour++) {
        world.advance(Duration.ofMinutes(15));
      }
      assertThat(world.millrace.executions().describe(arn).summary().status())
          .isEqualTo(ExecutionStatus.RUNNING);
      world.advance(Duration.ofMinutes(15));

      var ended = world.ended(arn);
      assertThat(ended.summary().stopMillis())
          .isEqualTo(World.T0.plus(Duration.ofHours(1)).toEpochMilli());
      world.untilInMemory(0);
    }
  }

  @Test
  void stoppingInterruptsTheTaskAndEndsTheExecution() throws InterruptedException {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    var connector =
        new ScriptedConnector(
            _ -> {
              began.countDown();
              try {
                new CountDownLatch(1).await();
              } finally {
                interrupted.countDown();
              }
              throw new IllegalStateException("not reached");
            });
    try (World world = new World(connector)) {
      String arn = start(world, task(""), "{}");
      began.await();

      long stopped = world.millrace.executions().stop(arn, "Err", "why");

      interrupted.await();
      var description = world.millrace.executions().describe(arn);
      assertThat(description.summary().status()).isEqualTo(ExecutionStatus.ABORTED);
      assertThat(description.error()).isEqualTo("Err");
      assertThat(description.summary().stopMillis()).isEqualTo(stopped);
      assertThat(world.millrace.executions().stop(arn, null, null)).isEqualTo(stopped);
    }
  }

  @Test
  void anAttemptThatTakesAWhileIsToldToHaveStarted() throws InterruptedException {
    CountDownLatch finish = new CountDownLatch(1);
    var connector =
        new ScriptedConnector(
            attempt -> {
              finish.await();
              return new TaskOutcome.Succeeded(attempt.parameters());
            });
    try (World world = new World(connector)) {
      String arn = start(world, task(""), "{}");

      world.event(arn, EventType.LambdaFunctionStarted);
      assertThat(world.types(arn)).doesNotContain(EventType.LambdaFunctionSucceeded);
      finish.countDown();

      world.ended(arn);
      assertThat(world.types(arn)).containsOnlyOnce(EventType.LambdaFunctionStarted);
    }
  }

  @Test
  void theSameStartTwiceIsOneExecutionWhileItRuns() {
    try (World world = new World()) {
      String machine = world.machine(waiting(60));
      var first = world.millrace.executions().start(machine, "same", "{\"a\":1}");
      world.clock.advance(Duration.ofSeconds(1));

      assertThat(world.millrace.executions().start(machine, "same", "{\"a\":1}")).isEqualTo(first);
      assertRefused(
          () -> world.millrace.executions().start(machine, "same", "{\"a\":2}"),
          Refusal.ExecutionAlreadyExists.class);
      world.millrace.executions().stop(first.executionArn(), null, null);
      assertRefused(
          () -> world.millrace.executions().start(machine, "same", "{\"a\":1}"),
          Refusal.ExecutionAlreadyExists.class);
    }
  }

  @Test
  void whatCannotBeStartedIsRefused() {
    try (World world = new World()) {
      String machine = world.machine(passes(1));
      var executions = world.millrace.executions();

      assertRefused(
          () -> executions.start(machine + "x", null, "{}"),
          Refusal.StateMachineDoesNotExist.class);
      assertRefused(() -> executions.start("nonsense", null, "{}"), Refusal.InvalidArn.class);
      assertRefused(() -> executions.start(machine, "a b", "{}"), Refusal.InvalidName.class);
      for (String wrong : List.of("", "{", "{} {}", "nul", "{'a':1}")) {
        assertRefused(
            () -> executions.start(machine, null, wrong), Refusal.InvalidExecutionInput.class);
      }
      assertRefused(
          () -> executions.describe(machine.replace("stateMachine", "execution") + ":none"),
          Refusal.ExecutionDoesNotExist.class);
      assertRefused(() -> executions.taskHeartbeat("AAAA"), Refusal.InvalidToken.class);
    }
  }

  @Test
  void aJournalThatCannotBeReachedDelaysButLosesNothing() {
    try (World world = new World(ScriptedConnector.echo())) {
      String machine = world.machine(task(""));
      world.journal.disturb(
          commit ->
              switch (commit % 3) {
                case 0 -> Disturbance.NONE;
                case 1 -> Disturbance.REFUSED;
                default -> Disturbance.ANSWER_LOST;
              });
      List<String> started = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        started.add(world.millrace.executions().start(machine, "n" + i, "{}").executionArn());
      }

      for (String arn : started) {
        assertThat(world.ended(arn).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(world.types(arn)).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void closingTellsCallersAndTheNextStartDispatchesAgain() throws InterruptedException {
    CountDownLatch began = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    var connector =
        new ScriptedConnector(
            attempt -> {
              if (calls.incrementAndGet() == 1) {
                began.countDown();
                new CountDownLatch(1).await();
              }
              return new TaskOutcome.Succeeded(attempt.parameters());
            });
    try (World world = new World(connector)) {
      String arn = start(world, task(""), "{}");
      began.await();
      Millrace before = world.millrace;
      before.close();
      assertRefused(() -> before.executions().stop(arn, null, null), Refusal.Unavailable.class);

      world.killAndRestart();

      assertThat(world.ended(arn).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
      assertThat(connector.attempts()).hasSize(2);
      assertThat(connector.attempts().get(0).idempotencyKey())
          .isEqualTo(connector.attempts().get(1).idempotencyKey());
    }
  }

  @Test
  void theOwnerIsToldWhenAnotherProcessTakesOver() {
    try (World world = new World()) {
      String machine = world.machine(passes(1));
      world.journal.takeOver();

      assertRefused(
          () -> world.millrace.executions().start(machine, null, "{}"), Refusal.Unavailable.class);

      world.until(() -> world.halted.get() != null, "the owner is told");
    }
  }

  @Test
  void noMoreTasksThanAllowedRunAtTheSameTime() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    var connector =
        new ScriptedConnector(
            attempt -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              LockSupport.parkNanos(100_000);
              running.decrementAndGet();
              return new TaskOutcome.Succeeded(attempt.parameters());
            });
    try (World world = new World(RuntimeConfig.standard().withTasksMax(3), connector)) {
      String arn =
          start(
              world,
              """
              {"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemProcessor":{"StartAt":"T","States":{"T":
              {"Type":"Task","Resource":"arn:aws:lambda:us-east-1:000000000000:function:f","End":true}}}}}}
              """,
              "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]");

      assertThat(world.ended(arn).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
      assertThat(most.get()).isBetween(1, 3);
    }
  }

  @Test
  void aCallbackTaskEndsByItsToken() {
    var connector =
        new ScriptedConnector(attempt -> new TaskOutcome.Submitted(attempt.parameters()));
    try (World world = new World(connector)) {
      String arn =
          start(
              world,
              """
              {"StartAt":"T","States":{"T":{"Type":"Task","End":true,
              "Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken",
              "Parameters":{"QueueUrl":"q","MessageBody":{"token.$":"$$.Task.Token"}}}}}
              """,
              "{}");
      world.event(arn, EventType.TaskSubmitted);
      String token = String.valueOf(connector.attempts().getFirst().taskToken());
      var executions = world.millrace.executions();
      assertThat(connector.attempts().getFirst().parameters().text()).contains(token);
      world.untilInMemory(0);

      assertRefused(() -> executions.taskSucceeded(token, "not json"), Refusal.InvalidOutput.class);
      assertRefused(() -> executions.taskSucceeded(forged(token), "1"), Refusal.InvalidToken.class);
      executions.taskHeartbeat(token);
      executions.taskSucceeded(token, "{\"done\":true}");

      assertThat(String.valueOf(world.ended(arn).output())).isEqualTo("{\"done\":true}");
      assertRefused(() -> executions.taskFailed(token, "late", null), Refusal.TaskTimedOut.class);
      assertThat(world.history(arn).getLast().details()).isInstanceOf(EventDetails.Output.class);
    }
  }

  private static String forged(String token) {
    char other = token.charAt(30) == 'x' ? 'y' : 'x';
    return token.substring(0, 30) + other + token.substring(31);
  }

  private static String start(World world, String definition, String input) {
    return world.millrace.executions().start(world.machine(definition), null, input).executionArn();
  }

  private static void assertRefused(Runnable request, Class<? extends Refusal> why) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal()).isInstanceOf(why));
  }
}
