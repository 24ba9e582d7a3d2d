package io.millrace.runtime.watch;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.task.TaskAttempt;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Hears what happens to executions, to count it.
///
/// Nothing depends on a listener: it is called on the threads that do the work, so it must neither
/// block nor do much, and what it throws is logged and forgotten ([GuardedListener]). News that a
/// crash cuts off never come; news of what is durable come once in the life of a process. For one
/// execution [#committed] and [#dispatched] come one after the other, in the order of its history,
/// though not always on one thread; everything else comes from any thread. All methods do nothing
/// unless overridden.
public interface ExecutionListener {
  /// Hears nothing.
  ExecutionListener NONE = new ExecutionListener() {};

  /// These events of the execution are durable (those of an Express execution: decided).
  ///
  /// @param events not empty, ids consecutive; not to be kept, for payloads hang on them
  default void committed(ExecutionHeader header, List<HistoryEvent> events) {}

  /// An attempt is about to be carried out, now or when its turn comes. After a restart, what was
  /// in flight is dispatched again; the jobs of `.sync` tasks are dispatched twice, to be handed
  /// over and to be waited for.
  default void dispatched(ExecutionHeader header, TaskAttempt attempt) {}

  /// A connector is called for this attempt.
  default void began(TaskAttempt attempt) {}

  /// The connector has returned. Comes once after each [#began], also when the attempt was
  /// cancelled meanwhile.
  ///
  /// @param error what it answered, or null when it did not fail
  /// @param elapsedNanos since [#began]
  default void returned(TaskAttempt attempt, @Nullable String error, long elapsedNanos) {}

  /// An Express execution has ended, and this is what AWS would ask money for.
  ///
  /// @param billedMillis whole multiples of 100
  /// @param memoryMegabytes whole multiples of 64
  default void billed(ExecutionHeader header, long billedMillis, long memoryMegabytes) {}

  /// A command was refused because too much waits already.
  ///
  /// @param stateMachineArn of a start, else null
  /// @param executionId of everything else, else null
  default void throttled(@Nullable String stateMachineArn, @Nullable UUID executionId) {}
}
