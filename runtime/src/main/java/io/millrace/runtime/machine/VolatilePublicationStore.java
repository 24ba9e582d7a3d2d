package io.millrace.runtime.machine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Versions and aliases kept in memory only.
final class VolatilePublicationStore implements PublicationStore {
  private static final class Published {
    final TreeMap<Integer, PublishedVersion> versions = new TreeMap<>();
    final TreeMap<String, StateMachineAlias> aliases = new TreeMap<>();
    int newest;
  }

  private final Map<String, Published> byMachine = new HashMap<>();
  private final Predicate<String> isThere;

  /// @param isThere asked with a state machine's ARN
  VolatilePublicationStore(Predicate<String> isThere) {
    this.isThere = isThere;
  }

  synchronized void forget(String stateMachineArn) {
    byMachine.remove(stateMachineArn);
  }

  private Published of(String stateMachineArn) {
    return byMachine.computeIfAbsent(stateMachineArn, _ -> new Published());
  }

  @Override
  public synchronized Optional<PublishedVersion> publish(
      String stateMachineArn, UUID revision, @Nullable String description, long nowMillis) {
    if (!isThere.test(stateMachineArn)) {
      return Optional.empty();
    }
    Published published = of(stateMachineArn);
    for (PublishedVersion version : published.versions.values()) {
      if (version.revision().equals(revision)) {
        return Optional.of(version);
      }
    }
    PublishedVersion version =
        new PublishedVersion(stateMachineArn, ++published.newest, revision, description, nowMillis);
    published.versions.put(version.number(), version);
    return Optional.of(version);
  }

  @Override
  public synchronized Optional<PublishedVersion> version(String stateMachineArn, int number) {
    return Optional.ofNullable(of(stateMachineArn).versions.get(number));
  }

  @Override
  public synchronized List<PublishedVersion> versions(
      String stateMachineArn, int below, int limit) {
    return of(stateMachineArn).versions.headMap(below, false).descendingMap().values().stream()
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized void deleteVersion(String stateMachineArn, int number) {
    of(stateMachineArn).versions.remove(number);
  }

  @Override
  public synchronized boolean createAlias(StateMachineAlias alias) {
    return of(alias.stateMachineArn()).aliases.putIfAbsent(alias.name(), alias) == null;
  }

  @Override
  public synchronized boolean updateAlias(StateMachineAlias alias) {
    return of(alias.stateMachineArn()).aliases.replace(alias.name(), alias) != null;
  }

  @Override
  public synchronized void deleteAlias(String stateMachineArn, String name) {
    of(stateMachineArn).aliases.remove(name);
  }

  @Override
  public synchronized Optional<StateMachineAlias> alias(String stateMachineArn, String name) {
    return Optional.ofNullable(of(stateMachineArn).aliases.get(name));
  }

  @Override
  public synchronized List<StateMachineAlias> aliases(
      String stateMachineArn, @Nullable String afterName, int limit) {
    TreeMap<String, StateMachineAlias> aliases = of(stateMachineArn).aliases;
    var from = afterName == null ? aliases : aliases.tailMap(afterName, false);
    return from.values().stream().limit(limit).toList();
  }
}
