package io.millrace.pipelines.book.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the store says of an object without reading it.
///
/// @param metadata user metadata (`x-amz-meta-…`), names in lower case without the prefix
public record StoredObject(
    ObjectLocation location,
    long bytes,
    @Nullable String contentType,
    Map<String, String> metadata) {
  public StoredObject {
    metadata = Map.copyOf(metadata);
  }

  /// Whether the object was made from exactly these inputs; see [Fingerprint].
  public boolean wasMadeFrom(Fingerprint fingerprint) {
    return fingerprint.value().equals(metadata.get(Fingerprint.METADATA));
  }
}
