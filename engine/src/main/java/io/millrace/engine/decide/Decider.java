package io.millrace.engine.decide;

import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.engine.execution.Execution;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.task.TaskTokens;
import java.util.List;

/// The engine: decides what happens next. Deterministic; performs nothing. Safe for concurrent use
/// on different executions.
public final class Decider {
  private final TaskTokens tokens;
  private final EngineLimits limits;

  public Decider(TaskTokens tokens, EngineLimits limits) {
    this.tokens = tokens;
    this.limits = limits;
  }

  /// The execution that this history tells of. Send it [Command.Resume] to have its open attempts
  /// dispatched again.
  ///
  /// @throws IllegalStateException when the history is not one that this definition can have
  public Execution replay(
      ExecutionHeader header, StateMachineDefinition definition, List<HistoryEvent> events) {
    return Execution.begin(header, definition);
  }

  /// What follows from the command. The execution is advanced by the events returned; the caller
  /// makes them durable, then performs the effects. If they cannot be made durable the execution
  /// must be thrown away and replayed.
  public Decision decide(Execution execution, Command command, long nowMillis) {
    tokens.issue(execution.header().id(), limits.historyEventsMax());
    return new Decision(List.of(), List.of(), false);
  }
}
