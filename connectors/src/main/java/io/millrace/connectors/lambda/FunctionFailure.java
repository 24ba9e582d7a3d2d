package io.millrace.connectors.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import io.millrace.engine.task.TaskOutcome;
import org.jspecify.annotations.Nullable;

/// What becomes of a function's own error: its type is the error, the response's raw text the
/// cause, spacing included.
final class FunctionFailure {
  private FunctionFailure() {}

  /// The failure that this response of a failed function tells of.
  static TaskOutcome.Failed of(String payload) {
    String type = errorType(payload);
    if (type != null) {
      return new TaskOutcome.Failed(type, payload);
    }
    // A function that ran out of time or memory names no type (developer guide, "Handling error
    // conditions": Lambda.Unknown).
    return new TaskOutcome.Failed(
        "Lambda.Unknown",
        "The cause could not be determined because Lambda did not return an error type. Returned"
            + " payload: "
            + payload);
  }

  private static @Nullable String errorType(String payload) {
    try {
      JsonNode type = Json.parse(payload).path("errorType");
      return type.isTextual() && !type.textValue().isEmpty() ? type.textValue() : null;
    } catch (JsonProcessingException _) {
      return null;
    }
  }
}
