package io.millrace.pipelines.stages.output;

import io.millrace.pipelines.stages.PermanentStageException;

/// A manifest is no manifest, or one of a later version of the kit.
public final class ManifestUnreadableException extends PermanentStageException {
  ManifestUnreadableException(String message) {
    super(message);
  }

  ManifestUnreadableException(String message, Throwable cause) {
    super(message, cause);
  }
}
