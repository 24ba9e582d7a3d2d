package io.millrace.engine.task;

import io.millrace.asl.model.Resource;

/// Carries out attempts of one kind of task. Implementations are safe for concurrent use.
public interface Connector {
  /// Whether this connector carries out tasks of this resource.
  boolean handles(Resource resource);

  /// Carries out one attempt, blocking; called on a virtual thread of its own.
  ///
  /// A failure of the work is a [TaskOutcome.Failed], not an exception. The thread is interrupted
  /// when the attempt has timed out or its execution was stopped; what is then returned or thrown
  /// is ignored.
  ///
  /// @throws InterruptedException when interrupted
  TaskOutcome carryOut(TaskAttempt attempt) throws InterruptedException;
}
