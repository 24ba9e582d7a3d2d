package io.millrace.pipelines.stages.output;

import io.millrace.pipelines.stages.PermanentStageException;

/// A part that the manifest names is not there.
public final class PartMissingException extends PermanentStageException {
  PartMissingException(String message) {
    super(message);
  }

  PartMissingException(String message, Throwable cause) {
    super(message, cause);
  }
}
