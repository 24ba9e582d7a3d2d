package io.millrace.engine.journal;

/// Another process has taken over the work; this one must stop deciding. Nothing was written.
public final class FencedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FencedException(String message) {
    super(message);
  }
}
