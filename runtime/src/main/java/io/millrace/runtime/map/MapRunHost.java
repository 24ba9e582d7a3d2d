package io.millrace.runtime.map;

import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.engine.decide.Command;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.runtime.shard.Reply;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// What Map Runs ask of those who carry out executions. Neither method blocks; both answer when
/// what was done is durable.
public interface MapRunHost {
  /// Begins a child.
  CompletableFuture<Reply> begin(
      ExecutionHeader header, StateMachineDefinition definition, Command.Start start);

  CompletableFuture<Reply> command(UUID execution, Command command);
}
