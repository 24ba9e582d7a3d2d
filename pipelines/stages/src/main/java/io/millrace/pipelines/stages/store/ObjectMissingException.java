package io.millrace.pipelines.stages.store;

/// There is no such object. Whoever asked for it says what that means.
public final class ObjectMissingException extends RuntimeException {
  public ObjectMissingException(ObjectLocation location) {
    super("There is no object " + location + ".");
  }
}
