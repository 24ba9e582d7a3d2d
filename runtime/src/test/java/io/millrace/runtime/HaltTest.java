package io.millrace.runtime;

import static io.millrace.runtime.World.passes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.InMemoryJournal.Disturbance;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// When a loop ends unasked, all stop, callers are told at once, and so is the owner.
class HaltTest {
  @Test
  void anErrorOfTheCommitterHaltsAll() {
    try (World world = new World()) {
      String machine = world.machine(passes(2));
      world.journal.disturb(_ -> Disturbance.OUT_OF_MEMORY);

      assertRefused(world, machine);
      world.until(() -> world.halted.get() != null, "the owner is told");
      assertThat(world.halted.get()).isInstanceOf(OutOfMemoryError.class);
      assertThat(world.millrace.executions().halted()).contains("error of its own");
      assertRefused(world, machine);
    }
  }

  @Test
  void anErrorOfAShardHaltsAll() {
    assertHalted("millrace-shard");
  }

  @Test
  void anErrorOfTheWakerHaltsAll() {
    assertHalted("millrace-waker");
  }

  private static void assertHalted(String thread) {
    try (World world = new World()) {
      String machine = world.machine(World.waiting(50));
      String arn = world.millrace.executions().start(machine, "e", "{}").executionArn();
      Error error = new OutOfMemoryError("by the test");
      world.failingClock.set(new World.ClockFailure(thread, "work", error));
      world.millrace.tick();

      world.until(() -> world.halted.get() != null, "the owner is told");
      assertThat(world.halted.get()).isSameAs(error);
      assertRefused(world, machine);
      world.failingClock.set(null);

      world.killAndRestart();
      assertThat(world.millrace.executions().halted()).isNull();
      world.advance(Duration.ofSeconds(50));
      assertThat(world.ended(arn).summary().status().name()).isEqualTo("SUCCEEDED");
    }
  }

  @Test
  void aFenceThatTheJournalNoticesByItselfHaltsAll() {
    try (World world = new World()) {
      String machine = world.machine(passes(2));

      world.journal.takeOver();
      world.journal.noticeFence();

      world.until(() -> world.halted.get() != null, "the owner is told");
      assertThat(world.millrace.executions().halted()).contains("Another server has taken over");
      assertRefused(world, machine);
    }
  }

  private static void assertRefused(World world, String machine) {
    assertThatThrownBy(() -> world.millrace.executions().start(machine, null, "{}"))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal()).isInstanceOf(Refusal.Unavailable.class))
        .hasMessageContaining("has stopped");
  }
}
