package io.millrace.pipelines.stages.output;

import io.millrace.pipelines.stages.PermanentStageException;

/// The stage before has written parts and not finished: there is neither a manifest nor a
/// `_SUCCESS`.
public final class OutputIncompleteException extends PermanentStageException {
  OutputIncompleteException(String message) {
    super(message);
  }

  OutputIncompleteException(String message, Throwable cause) {
    super(message, cause);
  }
}
