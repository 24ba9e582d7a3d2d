package io.millrace.engine.execution;

import io.millrace.asl.model.StateMachineDefinition;
import org.jspecify.annotations.Nullable;

/// An execution as the fold of its history. Mutable and confined: only the shard that owns it
/// touches it.
public final class Execution {
  private final ExecutionHeader header;
  private final StateMachineDefinition definition;

  Execution(ExecutionHeader header, StateMachineDefinition definition) {
    this.header = header;
    this.definition = definition;
  }

  /// An execution before its first event.
  public static Execution begin(ExecutionHeader header, StateMachineDefinition definition) {
    return new Execution(header, definition);
  }

  public ExecutionHeader header() {
    return header;
  }

  public StateMachineDefinition definition() {
    return definition;
  }

  public ExecutionStatus status() {
    return ExecutionStatus.RUNNING;
  }

  /// The id of the last event, 0 before the first.
  public long lastEventId() {
    return 0;
  }

  /// When it ended, in milliseconds since the epoch, or null while it runs.
  public @Nullable Long stopMillis() {
    return null;
  }

  /// When [io.millrace.engine.decide.Command.Resume] is due at the latest, in milliseconds since
  /// the epoch, or null when only news from outside can move it.
  public @Nullable Long wakeMillis() {
    return null;
  }

  /// Whether a restart must resume it at once: attempts to dispatch again, steps to go on with.
  public boolean inFlight() {
    return false;
  }
}
