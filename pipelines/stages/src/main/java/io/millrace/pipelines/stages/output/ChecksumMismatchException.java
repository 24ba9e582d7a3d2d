package io.millrace.pipelines.stages.output;

import io.millrace.pipelines.stages.PermanentStageException;

/// A part's content is not what its manifest says.
public final class ChecksumMismatchException extends PermanentStageException {
  ChecksumMismatchException(String message) {
    super(message);
  }

  ChecksumMismatchException(String message, Throwable cause) {
    super(message, cause);
  }
}
