package io.millrace.local.glue;

/// A job cannot be run on this machine. The message becomes the run's ErrorMessage: it says what is
/// missing and what to do.
public final class JobProgramException extends Exception {
  private static final long serialVersionUID = 1L;

  public JobProgramException(String message) {
    super(message);
  }

  public JobProgramException(String message, Throwable cause) {
    super(message, cause);
  }
}
