package io.millrace.pipelines.book.store;

/// S3 or PostgreSQL did not answer, or asked to be tried again later. Nothing was half written:
/// objects become visible whole and rows change in transactions, so repeating the same call is safe
/// and the definitions retry this name.
public final class StoreUnavailableException extends RuntimeException {
  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
