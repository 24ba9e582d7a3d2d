package io.millrace.pipelines.stages.output;

import io.millrace.pipelines.stages.PermanentStageException;

/// Another attempt with other input published an output of the same stage and run meanwhile.
public final class OutputConflictException extends PermanentStageException {
  OutputConflictException(String message) {
    super(message);
  }

  OutputConflictException(String message, Throwable cause) {
    super(message, cause);
  }
}
