package io.millrace.runtime.machine;

import io.millrace.runtime.Refusal;
import io.millrace.runtime.RefusedException;
import io.millrace.runtime.machine.StateMachineAlias.Route;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// PublishStateMachineVersion, the operations on aliases, and what a qualified ARN means. Safe for
/// concurrent use; each method throws [RefusedException] when it refuses.
///
/// Rules are those of the API reference. The texts of refusals are recorded where their case is
/// named, else ours.
public final class Publications {
  private static final String INITIAL = "INITIAL";

  /// API reference: the most versions and aliases of one machine.
  private static final int VERSIONS_MAX = 1_000;

  private static final int ALIASES_MAX = 100;

  private final StateMachines machines;
  private final PublicationStore store;
  private final InstantSource clock;

  Publications(StateMachines machines, PublicationStore store, InstantSource clock) {
    this.machines = machines;
    this.store = store;
    this.clock = clock;
  }

  /// PublishStateMachineVersion: of the current revision, which has one version at most.
  ///
  /// @param revisionId what the current revision has to be, `INITIAL` for that of a machine never
  ///   updated, or null for whichever it is
  public PublishedVersion publish(
      String stateMachineArn, @Nullable String revisionId, @Nullable String description) {
    StateMachine machine = active(stateMachineArn);
    String current = machine.updatedMillis() == null ? INITIAL : machine.revision().toString();
    if (revisionId != null && !revisionId.equals(current)) {
      // Recorded: api_versioning/test_publish_state_machine_version.
      throw new RefusedException(
          new Refusal.Conflict(
              "Failed to publish the State Machine version for revision "
                  + revisionId
                  + ". The current State Machine revision is "
                  + current
                  + "."));
    }
    if (store.versions(stateMachineArn, Integer.MAX_VALUE, VERSIONS_MAX).size() >= VERSIONS_MAX) {
      throw new RefusedException(
          new Refusal.QuotaExceeded(
              "A state machine has at most " + VERSIONS_MAX + " versions: delete some first"));
    }
    return store
        .publish(stateMachineArn, machine.revision(), description, clock.millis())
        .orElseThrow(
            () -> new RefusedException(new Refusal.StateMachineDoesNotExist(stateMachineArn)));
  }

  /// A version.
  public PublishedVersion version(QualifiedArn arn) {
    Integer number = arn.version();
    return (number == null
            ? Optional.<PublishedVersion>empty()
            : store.version(arn.stateMachineArn(), number))
        .orElseThrow(
            () -> new RefusedException(new Refusal.StateMachineDoesNotExist(arn.toString())));
  }

  /// ListStateMachineVersions: newest first.
  public List<PublishedVersion> versions(String stateMachineArn, int below, int limit) {
    machines.describe(stateMachineArn);
    return store.versions(stateMachineArn, below, limit);
  }

  /// DeleteStateMachineVersion. Deleting what is not there succeeds.
  public void deleteVersion(QualifiedArn arn) {
    Integer number = arn.version();
    if (number == null) {
      return;
    }
    List<String> users =
        store.aliases(arn.stateMachineArn(), null, ALIASES_MAX).stream()
            .filter(alias -> alias.routes().stream().anyMatch(r -> r.version() == number))
            .map(StateMachineAlias::name)
            .toList();
    if (!users.isEmpty()) {
      throw new RefusedException(
          new Refusal.Conflict(
              "Version to be deleted must not be referenced by an alias. Current list of aliases"
                  + " referencing this version: "
                  + users));
    }
    store.deleteVersion(arn.stateMachineArn(), number);
  }

  /// CreateStateMachineAlias. Idempotent: the same alias again is returned as it is.
  public StateMachineAlias createAlias(
      String name,
      @Nullable String description,
      List<QualifiedArn> versions,
      List<Integer> weights) {
    String stateMachineArn = versions.getFirst().stateMachineArn();
    active(stateMachineArn);
    List<Route> routes = routes(stateMachineArn, versions, weights);
    if (store.aliases(stateMachineArn, null, ALIASES_MAX).size() >= ALIASES_MAX) {
      throw new RefusedException(
          new Refusal.QuotaExceeded(
              "A state machine has at most " + ALIASES_MAX + " aliases: delete some first"));
    }
    long now = clock.millis();
    StateMachineAlias alias =
        new StateMachineAlias(stateMachineArn, name, description, routes, now, now);
    if (store.createAlias(alias)) {
      return alias;
    }
    StateMachineAlias existing = alias(new QualifiedArn(stateMachineArn, name));
    if (!existing.routes().equals(routes) || !Objects.equals(existing.description(), description)) {
      throw new RefusedException(
          new Refusal.Conflict(
              "Failed to create alias because an alias with the same name and a different routing"
                  + " configuration already exists."));
    }
    return existing;
  }

  /// UpdateStateMachineAlias: what is null stays.
  public StateMachineAlias updateAlias(
      QualifiedArn arn,
      @Nullable String description,
      @Nullable List<QualifiedArn> versions,
      List<Integer> weights) {
    active(arn.stateMachineArn());
    StateMachineAlias old = alias(arn);
    StateMachineAlias updated =
        new StateMachineAlias(
            old.stateMachineArn(),
            old.name(),
            description == null ? old.description() : description,
            versions == null ? old.routes() : routes(old.stateMachineArn(), versions, weights),
            old.createdMillis(),
            clock.millis());
    if (!store.updateAlias(updated)) {
      throw new RefusedException(new Refusal.ResourceNotFound(arn.toString()));
    }
    return updated;
  }

  /// DescribeStateMachineAlias.
  public StateMachineAlias alias(QualifiedArn arn) {
    return store
        .alias(arn.stateMachineArn(), arn.qualifier())
        .orElseThrow(() -> new RefusedException(new Refusal.ResourceNotFound(arn.toString())));
  }

  /// ListStateMachineAliases.
  public List<StateMachineAlias> aliases(
      String stateMachineArn, @Nullable String afterName, int limit) {
    machines.describe(stateMachineArn);
    return store.aliases(stateMachineArn, afterName, limit);
  }

  /// DeleteStateMachineAlias. Deleting what is not there succeeds.
  public void deleteAlias(QualifiedArn arn) {
    store.deleteAlias(arn.stateMachineArn(), arn.qualifier());
  }

  /// The version that an execution started with this ARN runs: an alias draws one of its versions,
  /// by their weights.
  PublishedVersion started(QualifiedArn arn) {
    if (arn.version() != null) {
      return version(arn);
    }
    StateMachineAlias alias =
        store
            .alias(arn.stateMachineArn(), arn.qualifier())
            .orElseThrow(
                () -> new RefusedException(new Refusal.StateMachineDoesNotExist(arn.toString())));
    int drawn = ThreadLocalRandom.current().nextInt(100);
    Route first = alias.routes().getFirst();
    Route route = drawn < first.weight() ? first : alias.routes().getLast();
    return version(new QualifiedArn(arn.stateMachineArn(), Integer.toString(route.version())));
  }

  private StateMachine active(String stateMachineArn) {
    StateMachine machine = machines.describe(stateMachineArn);
    if (machine.status() == StateMachine.Status.DELETING) {
      throw new RefusedException(new Refusal.StateMachineDeleting(stateMachineArn));
    }
    return machine;
  }

  private List<Route> routes(
      String stateMachineArn, List<QualifiedArn> versions, List<Integer> weights) {
    Map<Integer, Integer> byVersion = new LinkedHashMap<>();
    for (int i = 0; i < versions.size(); i++) {
      QualifiedArn arn = versions.get(i);
      Integer number = arn.version();
      if (number == null || !arn.stateMachineArn().equals(stateMachineArn)) {
        throw new RefusedException(
            new Refusal.InvalidRequest(
                "Routing configuration must contain version ARNs of one state machine. Received: "
                    + arn));
      }
      if (store.version(stateMachineArn, number).isEmpty()) {
        throw new RefusedException(new Refusal.ResourceNotFound(arn.toString()));
      }
      if (byVersion.put(number, weights.get(i)) != null) {
        throw new RefusedException(
            new Refusal.InvalidRequest(
                "Routing configuration must contain distinct state machine version ARNs."
                    + " Received: "
                    + versions));
      }
    }
    if (weights.stream().mapToInt(Integer::intValue).sum() != 100) {
      throw new RefusedException(
          new Refusal.InvalidRequest(
              "Sum of routing configuration weights must equal 100. Received: " + weights));
    }
    return byVersion.entrySet().stream().map(e -> new Route(e.getKey(), e.getValue())).toList();
  }
}
