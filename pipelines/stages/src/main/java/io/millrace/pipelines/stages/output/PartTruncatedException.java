package io.millrace.pipelines.stages.output;

import io.millrace.pipelines.stages.PermanentStageException;

/// A part is shorter than its manifest says.
public final class PartTruncatedException extends PermanentStageException {
  PartTruncatedException(String message) {
    super(message);
  }

  PartTruncatedException(String message, Throwable cause) {
    super(message, cause);
  }
}
