package io.millrace.engine.history;

/// Stored events cannot be read: a newer version wrote them, or they are damaged.
public final class UnreadableEventsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableEventsException(String message) {
    super(message);
  }

  UnreadableEventsException(String message, Throwable cause) {
    super(message, cause);
  }
}
