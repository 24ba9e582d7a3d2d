package io.millrace.pipelines.stages.store;

/// S3 does not answer, or answers that it cannot now: the same call may succeed later.
public final class StoreUnavailableException extends RuntimeException {
  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
