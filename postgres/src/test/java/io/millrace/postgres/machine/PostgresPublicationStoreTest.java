package io.millrace.postgres.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.postgres.PostgresStore;
import io.millrace.postgres.TestServer;
import io.millrace.runtime.machine.MachineSettings;
import io.millrace.runtime.machine.PublicationStore;
import io.millrace.runtime.machine.PublishedVersion;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.machine.StateMachineAlias;
import io.millrace.runtime.machine.StateMachineAlias.Route;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresPublicationStoreTest {
  private static final String ARN = "arn:aws:states:us-east-1:000000000000:stateMachine:m";

  private PostgresStore store;
  private PublicationStore publications;

  @BeforeEach
  void open() {
    store = PostgresStore.open(TestServer.emptyDatabase());
    publications = store.stateMachines().publications();
    store.stateMachines().create(machine("one", null));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aRevisionIsPublishedOnceUnderAGrowingNumber() {
    UUID first = store.stateMachines().find(ARN).orElseThrow().revision();
    PublishedVersion published = publications.publish(ARN, first, "d", 7).orElseThrow();
    StateMachine updated = machine("two", 8L);
    store.stateMachines().update(updated);

    assertThat(published).isEqualTo(new PublishedVersion(ARN, 1, first, "d", 7));
    assertThat(publications.publish(ARN, first, "other", 9)).contains(published);
    assertThat(publications.publish(ARN, updated.revision(), null, 9).orElseThrow().number())
        .isEqualTo(2);
    publications.deleteVersion(ARN, 2);
    assertThat(publications.publish(ARN, updated.revision(), null, 9).orElseThrow().number())
        .isEqualTo(3);
    assertThat(publications.versions(ARN, 3, 10)).containsExactly(published);
    assertThat(publications.version(ARN, 1)).contains(published);
    assertThat(publications.version(ARN, 2)).isEmpty();
    assertThat(publications.publish(ARN + "x", first, null, 9)).isEmpty();
  }

  @Test
  void aliasesComeBackAsTheyWereStored() {
    publishTwo();
    StateMachineAlias both =
        new StateMachineAlias(ARN, "both", "d", List.of(new Route(1, 30), new Route(2, 70)), 5, 6);
    StateMachineAlias one =
        new StateMachineAlias(ARN, "One", null, List.of(new Route(2, 100)), 5, 5);

    assertThat(publications.createAlias(both)).isTrue();
    assertThat(publications.createAlias(both)).isFalse();
    assertThat(publications.updateAlias(one)).isFalse();
    publications.createAlias(one);
    assertThat(publications.aliases(ARN, null, 10)).containsExactly(one, both);
    assertThat(publications.aliases(ARN, "One", 10)).containsExactly(both);

    StateMachineAlias changed =
        new StateMachineAlias(ARN, "both", null, List.of(new Route(1, 100)), 5, 9);
    assertThat(publications.updateAlias(changed)).isTrue();
    assertThat(publications.alias(ARN, "both")).contains(changed);
    publications.deleteAlias(ARN, "both");
    assertThat(publications.alias(ARN, "both")).isEmpty();
  }

  @Test
  void versionsAndAliasesGoWithTheirMachine() {
    publishTwo();
    publications.createAlias(
        new StateMachineAlias(ARN, "a", null, List.of(new Route(1, 50), new Route(2, 50)), 5, 5));

    store.stateMachines().delete(ARN);

    assertThat(publications.versions(ARN, Integer.MAX_VALUE, 10)).isEmpty();
    assertThat(publications.aliases(ARN, null, 10)).isEmpty();
    assertThat(store.stateMachines().find(ARN)).isEmpty();
  }

  @Test
  void tagsAreMergedAndRemoved() {
    assertThat(store.stateMachines().tag(ARN, Map.of("a", "1", "b", "ü"))).isTrue();
    assertThat(store.stateMachines().tag(ARN, Map.of("a", "2"))).isTrue();
    assertThat(store.stateMachines().untag(ARN, Set.of("b", "c"))).isTrue();

    assertThat(store.stateMachines().find(ARN).orElseThrow().tags()).isEqualTo(Map.of("a", "2"));
    assertThat(store.stateMachines().tag(ARN + "x", Map.of("a", "2"))).isFalse();
  }

  private void publishTwo() {
    publications.publish(ARN, store.stateMachines().find(ARN).orElseThrow().revision(), null, 1);
    StateMachine updated = machine("two", 2L);
    store.stateMachines().update(updated);
    publications.publish(ARN, updated.revision(), null, 3);
  }

  private static StateMachine machine(String definition, @Nullable Long updated) {
    return new StateMachine(
        ARN,
        "m",
        StateMachine.Type.STANDARD,
        StateMachine.Status.ACTIVE,
        1,
        updated,
        UUID.randomUUID(),
        new MachineSettings(definition, "role", null, null, null),
        Map.of());
  }
}
