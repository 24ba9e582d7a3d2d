package io.millrace.connectors.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import io.millrace.engine.task.TaskOutcome;
import org.jspecify.annotations.Nullable;

/// What becomes of a function's own error: its type is the error, its response the cause.
final class FunctionFailure {
  private FunctionFailure() {}

  /// The failure of a function that was named directly: the cause is the response's raw text,
  /// spacing included (recorded: error_handling/test_raise_custom_exception).
  static TaskOutcome.Failed ofDirectCall(String payload) {
    return of(payload, parsed(payload), payload);
  }

  /// The failure of a function called by `lambda:invoke`: the cause is the response written anew,
  /// compact (recorded: error_handling/test_raise_exception_catch).
  static TaskOutcome.Failed ofInvoke(String payload) {
    JsonNode response = parsed(payload);
    return of(payload, response, response == null ? payload : Json.write(response));
  }

  private static TaskOutcome.Failed of(String payload, @Nullable JsonNode response, String cause) {
    JsonNode type = response == null ? null : response.get("errorType");
    if (type != null && type.isTextual() && !type.textValue().isEmpty()) {
      return new TaskOutcome.Failed(type.textValue(), cause);
    }
    // A function that ran out of time or memory may name no type (developer guide, "Handling
    // errors in Step Functions workflows": Lambda.Unknown).
    return new TaskOutcome.Failed(
        "Lambda.Unknown",
        "The cause could not be determined because Lambda did not return an error type. Returned"
            + " payload: "
            + payload);
  }

  private static @Nullable JsonNode parsed(String payload) {
    try {
      return Json.parse(payload);
    } catch (JsonProcessingException _) {
      return null;
    }
  }
}
