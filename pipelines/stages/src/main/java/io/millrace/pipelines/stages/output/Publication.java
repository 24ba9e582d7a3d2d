package io.millrace.pipelines.stages.output;

import io.millrace.pipelines.stages.store.ObjectLocation;
import io.millrace.pipelines.stages.store.ObjectMissingException;
import io.millrace.pipelines.stages.store.ObjectStore;
import io.millrace.pipelines.stages.store.PreconditionFailedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The moment at which an output exists: its manifest is written, if nobody published another since
/// this attempt began.
///
/// Parts never change. The manifest is replaced only by an output of other input or another version
/// of the stage, in one step; the replaced output's parts stay for whoever is reading them.
public final class Publication {
  private static final String JSON = "application/json";

  private final ObjectStore store;
  private final ObjectLocation folder;
  private final ObjectLocation location;
  private final StageOutput.@Nullable Published present;

  private Publication(
      ObjectStore store, ObjectLocation folder, StageOutput.@Nullable Published present) {
    this.store = store;
    this.folder = folder;
    this.location = new ObjectLocation(folder.bucket(), folder.key() + Layout.MANIFEST);
    this.present = present;
  }

  /// Begins by looking at what is published now. A manifest that cannot be read is
  /// [ManifestUnreadableException].
  public static Publication begin(ObjectStore store, ObjectLocation folder) {
    return new Publication(store, folder, StageOutput.manifest(store, folder).orElse(null));
  }

  /// The published output, if it is the one that a stage with this fingerprint would make.
  public Optional<Manifest> alreadyDone(String fingerprint) {
    return Optional.ofNullable(present)
        .map(StageOutput.Published::manifest)
        .filter(manifest -> manifest.fingerprint().equals(fingerprint));
  }

  /// Publishes. Returns the manifest that counts: this one, or the one that another attempt at the
  /// same work published first. Throws [OutputConflictException] when somebody published an output
  /// of other input.
  public Manifest publish(Manifest manifest) {
    try {
      if (present == null) {
        store.create(location, manifest.toBytes(), JSON);
      } else {
        store.replace(location, manifest.toBytes(), JSON, present.etag());
      }
      return manifest;
    } catch (PreconditionFailedException | ObjectMissingException e) {
      return winner(manifest, e);
    }
  }

  /// It may be this very attempt: a request whose answer was lost is sent again.
  private Manifest winner(Manifest manifest, RuntimeException e) {
    var now = StageOutput.manifest(store, folder).map(StageOutput.Published::manifest);
    return now.filter(other -> other.fingerprint().equals(manifest.fingerprint()))
        .orElseThrow(
            () ->
                new OutputConflictException(
                    location
                        + " was written by another attempt with other input while this one ran."
                        + " Two executions work on the run "
                        + manifest.runId()
                        + "; stop one of them.",
                    e));
  }
}
