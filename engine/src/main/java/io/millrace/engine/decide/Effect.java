package io.millrace.engine.decide;

import io.millrace.engine.map.MapRunPlan;
import io.millrace.engine.task.TaskAttempt;
import java.util.UUID;

/// What a decision asks the outside to do, once its events are durable.
public sealed interface Effect {
  /// Carry out this attempt.
  record DispatchTask(TaskAttempt attempt) implements Effect {}

  /// Nobody waits for this attempt any more: interrupt it if it runs.
  record CancelTask(long scheduledEventId) implements Effect {}

  /// The attempt's end came otherwise (by task token): nobody looks after its job any more, which
  /// may go on.
  record ForgetTask(long scheduledEventId) implements Effect {}

  /// Run this Map Run; or go on with it, after a restart. Said again it means the same.
  record StartMapRun(MapRunPlan plan) implements Effect {}

  /// Nobody waits for this Map Run any more: stop its children.
  record CancelMapRun(UUID mapRun) implements Effect {}

  /// The step budget of one decision is spent: send [Command.Resume] at once, after giving others
  /// their turn.
  record GoOn() implements Effect {}
}
