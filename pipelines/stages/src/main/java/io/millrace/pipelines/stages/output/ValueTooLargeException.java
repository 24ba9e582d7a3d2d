package io.millrace.pipelines.stages.output;

import io.millrace.pipelines.stages.PermanentStageException;

/// A value is too large to be held in memory; such data are for a stage of records.
public final class ValueTooLargeException extends PermanentStageException {
  ValueTooLargeException(String message) {
    super(message);
  }

  ValueTooLargeException(String message, Throwable cause) {
    super(message, cause);
  }
}
