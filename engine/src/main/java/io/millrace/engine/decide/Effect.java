package io.millrace.engine.decide;

import io.millrace.engine.task.TaskAttempt;

/// What a decision asks the outside to do, once its events are durable.
public sealed interface Effect {
  /// Carry out this attempt.
  record DispatchTask(TaskAttempt attempt) implements Effect {}

  /// Nobody waits for this attempt any more: interrupt it if it runs.
  record CancelTask(long scheduledEventId) implements Effect {}

  /// The attempt's end came otherwise (by task token): nobody looks after its job any more, which
  /// may go on.
  record ForgetTask(long scheduledEventId) implements Effect {}

  /// The step budget of one decision is spent: send [Command.Resume] at once, after giving others
  /// their turn.
  record GoOn() implements Effect {}
}
