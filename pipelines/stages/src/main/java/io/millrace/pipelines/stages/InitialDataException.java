package io.millrace.pipelines.stages;

/// The message that a run begins with is absent or not JSON.
public final class InitialDataException extends PermanentStageException {
  InitialDataException(String message) {
    super(message);
  }

  InitialDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
