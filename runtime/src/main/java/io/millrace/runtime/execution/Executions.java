package io.millrace.runtime.execution;

import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.journal.ExecutionReads;
import io.millrace.runtime.express.ExpressOutcome;
import io.millrace.runtime.map.MapRuns;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Everything a caller can ask of executions. Those of EXPRESS state machines can be started and
/// are known to nobody afterwards; the rest is about STANDARD ones.
///
/// All methods block until what they did is durable (law 2), so they are meant for virtual threads;
/// all are safe for concurrent use. Each throws [io.millrace.runtime.RefusedException] when it
/// refuses, with [io.millrace.runtime.Refusal.Unavailable] when the store cannot be reached.
public interface Executions {
  /// StartExecution. Starting the same name with the same input while that execution runs answers
  /// as the first time did. Of an EXPRESS machine: begins another execution at each call, keeps
  /// nothing of it, and returns at once.
  ///
  /// @param name null for a random UUID
  Started start(String stateMachineArn, @Nullable String name, String input);

  /// StartSyncExecution, for EXPRESS machines: carries the execution out and waits for its end,
  /// five minutes at the most.
  ///
  /// @param name null for a random UUID; may be used again at any time
  ExpressOutcome startSync(String stateMachineArn, @Nullable String name, String input);

  /// StopExecution.
  ///
  /// @return when it ended, in milliseconds since the epoch; of an execution that had ended, when
  ///   it did
  long stop(String executionArn, @Nullable String error, @Nullable String cause);

  /// RedriveExecution: goes on with the states that failed, were aborted or ran out of time.
  ///
  /// @param clientToken the same again within fifteen minutes changes nothing; null for none
  /// @return when it was redriven, in milliseconds since the epoch; of a repetition, when the first
  ///   request did
  long redrive(String executionArn, @Nullable String clientToken);

  /// Why this execution cannot be redriven at present, in AWS's words, or null when it can: by
  /// itself or, a child of a Map Run, with its parent.
  @Nullable String redriveProblem(ExecutionReads.Summary execution);

  /// DescribeExecution.
  ExecutionDescription describe(String executionArn);

  /// ListExecutions of one machine: latest start first, at most `limit`, following the execution
  /// with the id `after` when given.
  List<ExecutionReads.Summary> list(
      String stateMachineArn, @Nullable ExecutionStatus status, @Nullable UUID after, int limit);

  /// GetExecutionHistory: events from `fromEventId` on, or downwards from it when `reverse`
  /// ([Long#MAX_VALUE] for the end), at most `limit`.
  List<HistoryEvent> history(String executionArn, long fromEventId, boolean reverse, int limit);

  /// SendTaskSuccess.
  void taskSucceeded(String taskToken, String output);

  /// SendTaskFailure.
  void taskFailed(String taskToken, @Nullable String error, @Nullable String cause);

  /// SendTaskHeartbeat.
  void taskHeartbeat(String taskToken);

  /// Map Runs of executions.
  MapRuns mapRuns();

  /// Why nothing is carried out any more and never will be by this process, in one sentence, or
  /// null while all is well. Callers are refused from then on.
  @Nullable String halted();

  /// An execution that was started.
  ///
  /// @param startMillis milliseconds since the epoch
  record Started(String executionArn, long startMillis) {}
}
