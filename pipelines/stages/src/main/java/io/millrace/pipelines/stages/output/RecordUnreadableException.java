package io.millrace.pipelines.stages.output;

import io.millrace.pipelines.stages.PermanentStageException;

/// A part holds what is not JSON, or not of the type that the stage reads.
public final class RecordUnreadableException extends PermanentStageException {
  RecordUnreadableException(String message) {
    super(message);
  }

  RecordUnreadableException(String message, Throwable cause) {
    super(message, cause);
  }
}
