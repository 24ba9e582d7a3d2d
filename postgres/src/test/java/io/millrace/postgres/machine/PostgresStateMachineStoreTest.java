package io.millrace.postgres.machine;

import static io.millrace.testkit.Histories.passEvents;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.journal.ExecutionWrite;
import io.millrace.postgres.PostgresStore;
import io.millrace.postgres.TestServer;
import io.millrace.runtime.machine.MachineSettings;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.testkit.Histories;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresStateMachineStoreTest {
  private PostgresStore store;

  @BeforeEach
  void open() {
    store = PostgresStore.open(TestServer.emptyDatabase());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aMachineComesBackAsItWasStored() {
    StateMachine machine = machine("one", "{\"a\":\"\u00fc\"}", null);

    assertThat(store.stateMachines().create(machine)).isTrue();
    assertThat(store.stateMachines().create(machine("one", "other", null))).isFalse();

    assertThat(store.stateMachines().find(machine.arn())).contains(machine);
    assertThat(store.stateMachines().find(machine.arn() + "x")).isEmpty();
  }

  @Test
  void anUpdateMakesANewRevisionAndKeepsTheOldOne() {
    StateMachine before = machine("one", "first", null);
    StateMachine after = machine("one", "second", 99L);
    assertThat(store.stateMachines().update(before)).isFalse();
    store.stateMachines().create(before);

    assertThat(store.stateMachines().update(after)).isTrue();

    assertThat(store.stateMachines().find(before.arn()).orElseThrow().settings().definition())
        .isEqualTo("second");
    assertThat(store.stateMachines().find(before.arn()).orElseThrow().updatedMillis())
        .isEqualTo(99L);
    assertThat(store.stateMachines().revision(before.revision()).orElseThrow().settings())
        .isEqualTo(before.settings());
    assertThat(store.stateMachines().revision(after.revision()).orElseThrow().settings())
        .isEqualTo(after.settings());
  }

  @Test
  void machinesAreListedByNameInPages() {
    for (String name : List.of("b", "C", "a", "a2")) {
      store.stateMachines().create(machine(name, "{}", null));
    }

    assertThat(names(null, 10)).containsExactly("C", "a", "a2", "b");
    assertThat(names(null, 2)).containsExactly("C", "a");
    assertThat(names("a", 10)).containsExactly("a2", "b");
  }

  @Test
  void aMachineWithRunningExecutionsIsDeletingUntilTheyHaveEnded() {
    ExecutionHeader header = Histories.header("busy", "runs");
    StateMachine machine = machine("busy", "{}", null);
    store.stateMachines().create(machine);
    store.journal().commit(List.of(Histories.write(header, true, passEvents(1, 2))));

    store.stateMachines().delete(machine.arn());
    assertThat(store.stateMachines().find(machine.arn()).orElseThrow().status())
        .isEqualTo(StateMachine.Status.DELETING);
    assertThat(names(null, 10)).containsExactly("busy");

    store
        .journal()
        .commit(
            List.of(
                new ExecutionWrite(
                    header, false, passEvents(3, 3), ExecutionStatus.SUCCEEDED, 5L, null, false)));
    assertThat(names(null, 10)).isEmpty();
    assertThat(names("a", 10)).isEmpty();
    assertThat(store.stateMachines().find(machine.arn())).isEmpty();
    assertThat(store.stateMachines().revision(machine.revision())).isPresent();
    assertThat(store.stateMachines().create(machine("busy", "{}", null))).isTrue();
  }

  @Test
  void deletingWhatIsNotThereOrIdleIsSimple() {
    StateMachine machine = machine("idle", "{}", null);
    store.stateMachines().delete(machine.arn());
    store.stateMachines().create(machine);

    store.stateMachines().delete(machine.arn());

    assertThat(store.stateMachines().find(machine.arn())).isEmpty();
  }

  private List<String> names(@Nullable String after, int limit) {
    return store.stateMachines().list(after, limit).stream().map(StateMachine::name).toList();
  }

  private static StateMachine machine(
      String name, String definition, @Nullable Long updatedMillis) {
    return new StateMachine(
        "arn:aws:states:us-east-1:000000000000:stateMachine:" + name,
        name,
        StateMachine.Type.STANDARD,
        StateMachine.Status.ACTIVE,
        7,
        updatedMillis,
        UUID.randomUUID(),
        new MachineSettings(definition, "arn:aws:iam::000000000000:role/r", "{}", null, null),
        Map.of("k", "v", "empty", ""));
  }
}
