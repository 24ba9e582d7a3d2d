package io.millrace.cli.book;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import org.jspecify.annotations.Nullable;

/// What a person reads of a failed execution.
final class FailureText {
  private FailureText() {}

  /// The handler's own message, which says what, where and what to do, when the cause is Lambda's
  /// error document; else error and cause as they are.
  static String of(@Nullable String error, @Nullable String cause) {
    if (cause != null && cause.startsWith("{")) {
      try {
        JsonNode message = Json.parse(cause).path("errorMessage");
        if (message.isTextual() && !message.asText().isBlank()) return message.asText();
      } catch (JsonProcessingException _) {
        // Not Lambda's document: shown as it is.
      }
    }
    if (cause == null || cause.isBlank()) return error == null ? "No reason was given." : error;
    return error == null ? cause : error + ": " + cause;
  }
}
