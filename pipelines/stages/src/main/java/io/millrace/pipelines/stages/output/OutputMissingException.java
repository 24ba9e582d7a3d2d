package io.millrace.pipelines.stages.output;

import io.millrace.pipelines.stages.PermanentStageException;

/// The stage before has left nothing in this run: it did not run, or it ran in another.
public final class OutputMissingException extends PermanentStageException {
  OutputMissingException(String message) {
    super(message);
  }

  OutputMissingException(String message, Throwable cause) {
    super(message, cause);
  }
}
