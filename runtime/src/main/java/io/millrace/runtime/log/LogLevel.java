package io.millrace.runtime.log;

import io.millrace.engine.history.EventType;

/// `LogLevel` of the API: which events are logged (developer guide, "Log levels for Step Functions
/// execution events"; recorded: logs/test_partial_log_levels). The events of activities and Map
/// Runs and `EvaluationFailed`, which that table leaves out, are sorted as their likes are.
public enum LogLevel {
  ALL,
  ERROR,
  FATAL,
  OFF;

  /// Whether events of this type are logged.
  public boolean includes(EventType type) {
    return switch (this) {
      case ALL -> true;
      case ERROR -> isFatal(type) || isError(type);
      case FATAL -> isFatal(type);
      case OFF -> false;
    };
  }

  private static boolean isFatal(EventType type) {
    return type == EventType.ExecutionFailed
        || type == EventType.ExecutionAborted
        || type == EventType.ExecutionTimedOut;
  }

  private static boolean isError(EventType type) {
    String name = type.name();
    return type == EventType.FailStateEntered
        || name.endsWith("Failed")
        || name.endsWith("Aborted")
        || name.endsWith("TimedOut");
  }
}
