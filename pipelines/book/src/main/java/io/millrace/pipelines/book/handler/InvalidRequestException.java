package io.millrace.pipelines.book.handler;

/// A function was called with an input that breaks its contract. Permanent; the message names the
/// field.
public final class InvalidRequestException extends RuntimeException {
  public InvalidRequestException(String message) {
    super(message);
  }
}
