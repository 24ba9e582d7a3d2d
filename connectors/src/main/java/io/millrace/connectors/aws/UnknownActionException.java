package io.millrace.connectors.aws;

/// A resource names a service or an action that cannot be called from here; the message says what
/// can be done.
public final class UnknownActionException extends Exception {
  private static final long serialVersionUID = 1L;

  UnknownActionException(String message) {
    super(message, null, false, false);
  }
}
