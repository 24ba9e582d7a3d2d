package io.millrace.engine.journal;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.map.MapRunStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/// The durable journal of executions.
///
/// All methods block. [#commit] is called by one thread at a time; the others from any thread. When
/// the store cannot be reached, each throws [JournalUnavailableException], which says whether
/// repeating is safe.
public interface Journal {
  /// Writes the new events of many executions, all or nothing. After return a crash loses none of
  /// it.
  ///
  /// A new execution whose (state machine, name) is taken is left out, as if it had not been in the
  /// list, and its id is returned: the caller drops it. For the others the events continue exactly
  /// what is stored; repeating a commit whose outcome is unknown is safe and changes nothing the
  /// second time.
  ///
  /// @throws FencedException when another process has taken over: nothing was written, this process
  ///   must stop deciding
  Set<UUID> commit(List<ExecutionWrite> writes);

  /// The whole history of an execution with its header, or empty when there is none.
  Optional<StoredExecution> load(UUID id);

  /// Running executions that must be looked at no later than `wakeBeforeMillis`, or have something
  /// in flight, by id in order, at most `limit`, with ids greater than `after`. Used once at start.
  List<UUID> resumable(long wakeBeforeMillis, UUID after, int limit);

  /// Running executions with `fromMillis <= wake < beforeMillis`, whether or not something is in
  /// flight, earliest first, at most `limit`.
  List<UUID> waking(long fromMillis, long beforeMillis, int limit);

  /// Registers who is told, on a thread of the journal, when it finds out between commits that
  /// another process has taken over. A journal that finds out only when it commits tells nobody:
  /// [#commit] throws in any case.
  default void whenFenced(Consumer<FencedException> told) {}

  /// Status changes that somebody wants to hear of.
  StatusChanges statusChanges();

  /// Map Runs and their children.
  MapRunStore mapRuns();

  /// An execution as stored.
  record StoredExecution(ExecutionHeader header, List<HistoryEvent> events) {}
}
