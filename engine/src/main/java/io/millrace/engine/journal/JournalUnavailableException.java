package io.millrace.engine.journal;

/// The store cannot be reached or refused for a reason of its own. All operations may safely be
/// repeated.
public final class JournalUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JournalUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
