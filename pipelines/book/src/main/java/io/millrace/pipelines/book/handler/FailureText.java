package io.millrace.pipelines.book.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.pipelines.book.store.Failure;
import java.util.Map;

/// Reads an error as a Catch hands it on. A Lambda's Cause is JSON (`errorMessage`, `errorType`,
/// `stackTrace`); rows are read by people, who want the message.
final class FailureText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FailureText() {}

  static Failure read(Object error) {
    if (!(error instanceof Map<?, ?> map)) {
      return new Failure("Unknown", String.valueOf(error));
    }
    var name = map.get("Error");
    var cause = map.get("Cause");
    return new Failure(
        name == null ? "Unknown" : name.toString(),
        cause == null ? "No cause was given." : message(cause.toString()));
  }

  private static String message(String cause) {
    if (!cause.startsWith("{")) {
      return cause;
    }
    try {
      var message = JSON.readTree(cause).path("errorMessage");
      return message.isTextual() ? message.asText() : cause;
    } catch (JsonProcessingException e) {
      return cause;
    }
  }
}
