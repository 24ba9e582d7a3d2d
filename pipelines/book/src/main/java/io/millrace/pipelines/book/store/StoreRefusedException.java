package io.millrace.pipelines.book.store;

/// S3 or PostgreSQL understood the request and said no (no such bucket, access denied, a
/// constraint). Repeating does not help; the message says what to change.
public final class StoreRefusedException extends RuntimeException {
  public StoreRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
