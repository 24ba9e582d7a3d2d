package io.millrace.pipelines.stages.output;

import io.millrace.pipelines.stages.PermanentStageException;

/// A stage's folder holds a manifest and a Spark job's `_SUCCESS`: nothing says which is meant.
public final class OutputAmbiguousException extends PermanentStageException {
  OutputAmbiguousException(String message) {
    super(message);
  }

  OutputAmbiguousException(String message, Throwable cause) {
    super(message, cause);
  }
}
