package io.millrace.runtime.machine;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where versions and aliases are kept. They go with their state machine. Blocking, durability and
/// failures are as in [StateMachineStore].
public interface PublicationStore {
  /// The version of this revision; a new one when it has none.
  ///
  /// @return empty when there is no such machine
  Optional<PublishedVersion> publish(
      String stateMachineArn, UUID revision, @Nullable String description, long nowMillis);

  Optional<PublishedVersion> version(String stateMachineArn, int number);

  /// Versions below a number, newest first, at most `limit`.
  List<PublishedVersion> versions(String stateMachineArn, int below, int limit);

  /// Deletes a version to which no alias leads; nothing happens when there is none.
  void deleteVersion(String stateMachineArn, int number);

  /// Stores an alias of versions that are there.
  ///
  /// @return whether the name was free
  boolean createAlias(StateMachineAlias alias);

  /// Replaces an alias, but for the time of its creation.
  ///
  /// @return whether there was one of that name
  boolean updateAlias(StateMachineAlias alias);

  /// Nothing happens when there is none.
  void deleteAlias(String stateMachineArn, String name);

  Optional<StateMachineAlias> alias(String stateMachineArn, String name);

  /// Aliases by name in order, at most `limit`, following `afterName` when given.
  List<StateMachineAlias> aliases(String stateMachineArn, @Nullable String afterName, int limit);
}
