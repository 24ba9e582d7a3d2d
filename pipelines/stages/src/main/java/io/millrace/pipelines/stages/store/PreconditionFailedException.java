package io.millrace.pipelines.stages.store;

/// The object is not in the state that a conditional call requires: somebody else wrote it. Whoever
/// called says what that means.
public final class PreconditionFailedException extends RuntimeException {
  PreconditionFailedException(ObjectLocation location, Throwable cause) {
    super("The object " + location + " is not in the state that the call requires.", cause);
  }
}
