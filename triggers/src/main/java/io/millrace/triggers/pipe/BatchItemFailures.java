package io.millrace.triggers.pipe;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.triggers.Json;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which messages of a batch a target reports as failed (EventBridge user guide, "Partial batch
/// processing"): `{"batchItemFailures": [{"itemIdentifier": ID}]}`.
final class BatchItemFailures {
  private BatchItemFailures() {}

  /// The ids reported, or nothing when the report names none of the batch's, which counts as a
  /// failure of all. No report, or an empty one, is a success of all.
  ///
  /// @param output of the execution
  static Optional<Set<String>> read(@Nullable String output, Set<String> batch) {
    JsonNode json = output == null ? null : Json.parseContainer(output);
    JsonNode report = json == null ? null : json.get("batchItemFailures");
    if (report == null || report.isNull()) return Optional.of(Set.of());
    if (!report.isArray()) return Optional.empty();
    Set<String> failed = new HashSet<>();
    for (JsonNode item : report) {
      JsonNode id = item.get("itemIdentifier");
      if (id == null || !batch.contains(id.asText())) return Optional.empty();
      failed.add(id.asText());
    }
    return Optional.of(failed);
  }
}
