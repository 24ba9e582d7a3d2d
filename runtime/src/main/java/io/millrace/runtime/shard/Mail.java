package io.millrace.runtime.shard;

import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.engine.decide.Command;
import io.millrace.engine.execution.Execution;
import io.millrace.engine.execution.ExecutionHeader;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What reaches a shard.
sealed interface Mail {
  /// Begin an execution.
  record Begin(
      ExecutionHeader header,
      StateMachineDefinition definition,
      Command.Start start,
      CompletableFuture<Reply> answer)
      implements Mail {}

  /// A command for an execution that exists.
  ///
  /// @param answer null when nobody waits for it
  record Order(UUID executionId, Command command, @Nullable CompletableFuture<Reply> answer)
      implements Mail {}

  /// An execution was read from the journal.
  ///
  /// @param execution null when there is none
  record Loaded(UUID executionId, @Nullable Execution execution) implements Mail {}

  /// An execution could not be read, and repeating it does not help.
  record NotLoaded(UUID executionId, RuntimeException reason) implements Mail {}

  /// A commit is durable.
  record Committed(List<PendingCommit> commits) implements Mail {}

  /// Look at the clock.
  record Tick() implements Mail {}

  /// Stop when everything that is decided is durable.
  record Finish() implements Mail {}

  /// Stop at once.
  record Halt(String reason) implements Mail {}
}
