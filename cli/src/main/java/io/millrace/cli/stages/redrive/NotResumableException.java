package io.millrace.cli.stages.redrive;

/// A run cannot go on in the way that was asked for; the message says why and what to do.
final class NotResumableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotResumableException(String message) {
    super(message);
  }
}
