package io.millrace.pipelines.stages.store;

import io.millrace.pipelines.stages.PermanentStageException;

/// S3 will not do what was asked, however often: a permission, a bucket that does not exist.
public final class StoreRefusedException extends PermanentStageException {
  public StoreRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
