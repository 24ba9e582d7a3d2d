package io.millrace.runtime.machine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// State machines kept in memory only, for tests and for servers that are meant to forget.
public final class VolatileStateMachineStore implements StateMachineStore {
  private final TreeMap<String, StateMachine> byName = new TreeMap<>();
  private final Map<UUID, MachineRevision> revisions = new HashMap<>();
  private final Predicate<String> hasRunningExecutions;
  private final VolatilePublicationStore publications =
      new VolatilePublicationStore(arn -> find(arn).isPresent());

  /// @param hasRunningExecutions asked with a state machine's ARN
  public VolatileStateMachineStore(Predicate<String> hasRunningExecutions) {
    this.hasRunningExecutions = hasRunningExecutions;
  }

  @Override
  public synchronized boolean create(StateMachine machine) {
    if (find(machine.arn()).isPresent()) {
      return false;
    }
    put(machine, machine.createdMillis());
    return true;
  }

  @Override
  public synchronized boolean update(StateMachine machine) {
    if (find(machine.arn()).isEmpty()) {
      return false;
    }
    Long updated = machine.updatedMillis();
    put(machine, updated != null ? updated : machine.createdMillis());
    return true;
  }

  @Override
  public synchronized void delete(String arn) {
    find(arn)
        .ifPresent(
            m -> {
              if (hasRunningExecutions.test(arn)) {
                byName.put(m.name(), deleting(m));
              } else {
                byName.remove(m.name());
                publications.forget(arn);
              }
            });
  }

  @Override
  public synchronized Optional<StateMachine> find(String arn) {
    for (StateMachine machine : byName.values()) {
      if (machine.arn().equals(arn)) {
        if (!isThere(machine)) {
          byName.remove(machine.name());
          publications.forget(arn);
          return Optional.empty();
        }
        return Optional.of(machine);
      }
    }
    return Optional.empty();
  }

  @Override
  public synchronized List<StateMachine> list(@Nullable String afterName, int limit) {
    var from = afterName == null ? byName : byName.tailMap(afterName, false);
    return from.values().stream().filter(this::isThere).limit(limit).toList();
  }

  @Override
  public synchronized boolean tag(String arn, Map<String, String> tags) {
    return retag(arn, all -> all.putAll(tags));
  }

  @Override
  public synchronized boolean untag(String arn, Set<String> keys) {
    return retag(arn, all -> all.keySet().removeAll(keys));
  }

  private boolean retag(String arn, Consumer<Map<String, String>> change) {
    Optional<StateMachine> found = find(arn);
    found.ifPresent(
        machine -> {
          Map<String, String> tags = new HashMap<>(machine.tags());
          change.accept(tags);
          byName.put(machine.name(), machine.withTags(tags));
        });
    return found.isPresent();
  }

  @Override
  public PublicationStore publications() {
    return publications;
  }

  @Override
  public synchronized Optional<MachineRevision> revision(UUID revision) {
    return Optional.ofNullable(revisions.get(revision));
  }

  /// Not deleted, or deleted and still running.
  private boolean isThere(StateMachine machine) {
    return machine.status() == StateMachine.Status.ACTIVE
        || hasRunningExecutions.test(machine.arn());
  }

  private void put(StateMachine machine, long sinceMillis) {
    byName.put(machine.name(), machine);
    revisions.putIfAbsent(
        machine.revision(),
        new MachineRevision(
            machine.revision(), machine.arn(), machine.type(), machine.settings(), sinceMillis));
  }

  private static StateMachine deleting(StateMachine m) {
    return new StateMachine(
        m.arn(),
        m.name(),
        m.type(),
        StateMachine.Status.DELETING,
        m.createdMillis(),
        m.updatedMillis(),
        m.revision(),
        m.settings(),
        m.tags());
  }
}
