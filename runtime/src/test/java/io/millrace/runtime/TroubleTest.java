package io.millrace.runtime;

import static io.millrace.runtime.World.passes;
import static io.millrace.runtime.World.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.decide.EngineLimits;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.testkit.InMemoryJournal.Disturbance;
import io.millrace.testkit.ScriptedConnector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
          .hasMessageContaining("repeating it is safe");
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

  private static RuntimeConfig small(Duration answerWithin) {
    return new RuntimeConfig(
        Arns.LOCAL,
        EngineLimits.AWS,
        2,
        10,
        2,
        BACKLOG,
        Duration.ofSeconds(30),
        Duration.ofMillis(250),
        answerWithin,
        Duration.ofSeconds(10));
  }
}
