package io.millrace.pipelines.stages.output;

import io.millrace.pipelines.stages.PermanentStageException;

/// An output has another schema version than the stage reads.
public final class SchemaMismatchException extends PermanentStageException {
  SchemaMismatchException(String message) {
    super(message);
  }

  SchemaMismatchException(String message, Throwable cause) {
    super(message, cause);
  }
}
