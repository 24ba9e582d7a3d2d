package io.millrace.pipelines.stages.store;

/// An object was replaced or deleted while it was read. Reading again from the start may succeed.
public final class ObjectChangedException extends RuntimeException {
  ObjectChangedException(ObjectLocation location, Throwable cause) {
    super(
        "The object "
            + location
            + " was replaced or deleted while it was read. Outputs of stages never change; see who"
            + " else writes under this prefix.",
        cause);
  }
}
