package io.millrace.engine.history;

/// The types of history events, as `HistoryEventType` of the AWS Step Functions API names them.
///
/// The order is part of the stored form ([EventCodec]): add at the end, never reorder, never
/// remove.
public enum EventType {
  ExecutionStarted,
  ExecutionSucceeded,
  ExecutionFailed,
  ExecutionAborted,
  ExecutionTimedOut,
  ExecutionRedriven,
  PassStateEntered,
  PassStateExited,
  TaskStateEntered,
  TaskStateExited,
  TaskStateAborted,
  ChoiceStateEntered,
  ChoiceStateExited,
  WaitStateEntered,
  WaitStateExited,
  WaitStateAborted,
  SucceedStateEntered,
  SucceedStateExited,
  FailStateEntered,
  ParallelStateEntered,
  ParallelStateStarted,
  ParallelStateSucceeded,
  ParallelStateFailed,
  ParallelStateAborted,
  ParallelStateExited,
  MapStateEntered,
  MapStateStarted,
  MapStateSucceeded,
  MapStateFailed,
  MapStateAborted,
  MapStateExited,
  MapIterationStarted,
  MapIterationSucceeded,
  MapIterationFailed,
  MapIterationAborted,
  MapRunStarted,
  MapRunSucceeded,
  MapRunFailed,
  MapRunAborted,
  MapRunRedriven,
  TaskScheduled,
  TaskStarted,
  TaskStartFailed,
  TaskSubmitted,
  TaskSubmitFailed,
  TaskSucceeded,
  TaskFailed,
  TaskTimedOut,
  LambdaFunctionScheduled,
  LambdaFunctionScheduleFailed,
  LambdaFunctionStarted,
  LambdaFunctionStartFailed,
  LambdaFunctionSucceeded,
  LambdaFunctionFailed,
  LambdaFunctionTimedOut,
  ActivityScheduled,
  ActivityScheduleFailed,
  ActivityStarted,
  ActivitySucceeded,
  ActivityFailed,
  ActivityTimedOut,
  EvaluationFailed;

  private static final EventType[] VALUES = values();

  /// The type with this ordinal.
  ///
  /// @throws ArrayIndexOutOfBoundsException when a newer version wrote it
  static EventType ofOrdinal(int ordinal) {
    return VALUES[ordinal];
  }
}
