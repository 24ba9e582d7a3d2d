package io.millrace.triggers.pipe.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.triggers.pipe.PipeDocument;
import io.millrace.triggers.pipe.PipeSettings;

/// A pipe as it was asked for.
///
/// @param document the request that made it, with what updates changed
/// @param createdMillis when, in milliseconds since the epoch
record PipeRecord(String name, ObjectNode document, long createdMillis, long modifiedMillis) {

  PipeSettings settings() {
    return PipeDocument.settings(name, document);
  }

  boolean isToRun() {
    return PipeDocument.isToRun(document);
  }

  String arn() {
    String[] queue = document.path("Source").asText().split(":", -1);
    return "arn:%s:pipes:%s:%s:pipe/%s".formatted(queue[1], queue[3], queue[4], name);
  }

  /// Likewise, to run or not.
  PipeRecord desired(boolean running, long nowMillis) {
    ObjectNode changed = document.deepCopy();
    changed.put("DesiredState", running ? "RUNNING" : "STOPPED");
    return new PipeRecord(name, changed, createdMillis, nowMillis);
  }

  /// Likewise with these fields instead of its own; the queue stays (API_UpdatePipe).
  PipeRecord updated(ObjectNode fields, long nowMillis) {
    ObjectNode changed = document.deepCopy();
    fields
        .properties()
        .forEach(
            field -> {
              if (field.getKey().equals("SourceParameters") && changed.has("SourceParameters")) {
                ((ObjectNode) changed.get("SourceParameters"))
                    .setAll((ObjectNode) field.getValue());
              } else {
                changed.set(field.getKey(), field.getValue());
              }
            });
    return new PipeRecord(name, changed, createdMillis, nowMillis);
  }
}
