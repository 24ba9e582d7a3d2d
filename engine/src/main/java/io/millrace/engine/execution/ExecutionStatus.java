package io.millrace.engine.execution;

/// `ExecutionStatus` of the AWS Step Functions API. The order is part of the stored form: add at
/// the end only.
public enum ExecutionStatus {
  RUNNING,
  SUCCEEDED,
  FAILED,
  TIMED_OUT,
  ABORTED,
  PENDING_REDRIVE;

  /// Whether the execution has ended.
  public boolean isTerminal() {
    return this != RUNNING && this != PENDING_REDRIVE;
  }
}
