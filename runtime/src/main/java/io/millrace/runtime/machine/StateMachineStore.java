package io.millrace.runtime.machine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where state machines are kept. All methods block, are durable on return, safe for concurrent
/// use, and throw [io.millrace.engine.journal.JournalUnavailableException] when the store cannot be
/// reached; repeating is then safe.
public interface StateMachineStore {
  /// Stores a machine with its first revision, unless its ARN is taken.
  ///
  /// @return whether it was stored
  boolean create(StateMachine machine);

  /// Makes `machine.revision()` with its settings the latest; executions of older revisions keep
  /// theirs.
  ///
  /// @return whether the machine was there to be updated
  boolean update(StateMachine machine);

  /// Deletes a machine; while it has running executions it is `DELETING` instead, and gone when
  /// next looked for after they have ended. Nothing happens when there is none.
  void delete(String arn);

  /// The machine with this ARN.
  Optional<StateMachine> find(String arn);

  /// Machines by name in order, at most `limit`, following the one named `afterName` when given.
  /// Those that are `DELETING` only while they have running executions.
  List<StateMachine> list(@Nullable String afterName, int limit);

  /// Sets tags, keeping those with other keys.
  ///
  /// @return whether the machine was there
  boolean tag(String arn, Map<String, String> tags);

  /// Removes the tags with these keys, where there are any.
  ///
  /// @return whether the machine was there
  boolean untag(String arn, Set<String> keys);

  /// Its versions and aliases.
  PublicationStore publications();

  /// A revision, also of a machine that was updated or deleted since.
  Optional<MachineRevision> revision(UUID revision);
}
