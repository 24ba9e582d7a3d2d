package io.millrace.pipelines.book.handler;

import io.millrace.pipelines.book.store.ArtifactStore;
import io.millrace.pipelines.book.store.Fingerprint;
import io.millrace.pipelines.book.store.ObjectLocation;
import io.millrace.pipelines.book.store.StoredObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Decides whether an object in the store spares the work of making it again.
///
/// It does when it was made from the same inputs and nobody forces the work. A forced run makes it
/// once: the object names the run that made it, so a call repeated after a crash of that run finds
/// its own work.
record StoredWork(Fingerprint fingerprint, boolean force, String runId) {
  static final String RUN = "run";

  Optional<StoredObject> find(ArtifactStore objects, ObjectLocation location) {
    return objects
        .head(location)
        .filter(object -> object.wasMadeFrom(fingerprint))
        .filter(object -> !force || isOfThisRun(object.metadata().get(RUN)));
  }

  boolean isOfThisRun(@org.jspecify.annotations.Nullable String run) {
    return !runId.isEmpty() && runId.equals(run);
  }

  /// What to put on the object as user metadata.
  Map<String, String> metadata(Map<String, String> more) {
    var metadata = new HashMap<>(more);
    metadata.put(Fingerprint.METADATA, fingerprint.value());
    if (!runId.isEmpty()) {
      metadata.put(RUN, runId);
    }
    return metadata;
  }
}
