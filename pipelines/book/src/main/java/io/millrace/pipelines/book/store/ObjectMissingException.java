package io.millrace.pipelines.book.store;

/// An object that an earlier stage must have written is not there: it was deleted, or the stage
/// never ran.
public final class ObjectMissingException extends RuntimeException {
  public ObjectMissingException(ObjectLocation location) {
    super(
        "The object "
            + location
            + " does not exist. An earlier stage writes it: run the book again (with force when its"
            + " rows say complete).");
  }
}
