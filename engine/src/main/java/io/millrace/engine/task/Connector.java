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
  /// Of a `.sync` task the first call hands the job over and returns [TaskOutcome.Submitted]; once
  /// that is durable, further calls come with [TaskAttempt#submission()] and look at the job once,
  /// without waiting for it: [TaskOutcome.Running] until it has ended.
  ///
  /// @throws InterruptedException when interrupted
  TaskOutcome carryOut(TaskAttempt attempt) throws InterruptedException;

  /// Nobody waits for the job of this `.sync` attempt any more (stopped, timed out, a sibling
  /// failed): stops it, as well as that can be done (developer guide, "Run a Job (.sync)": best
  /// effort). The attempt has a submission. Does nothing for work that cannot be stopped.
  ///
  /// @throws InterruptedException when interrupted
  default void stop(TaskAttempt attempt) throws InterruptedException {}
}
