package io.millrace.cli.book;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import io.millrace.cli.book.ExecutionWatch.Ending;
import org.jspecify.annotations.Nullable;

/// What a person reads of a failed execution.
final class FailureText {
  private FailureText() {}

  /// What happened, and what to do unless the handler's own message says that.
  static String of(Ending ending) {
    return switch (ending) {
      case Ending.Succeeded _ -> throw new IllegalArgumentException("nothing failed");
      case Ending.TimedOut() ->
          "Its run reached its time limit, which counts from the first start. Type the same command"
              + " again: a new run finds what is finished.";
      case Ending.Stopped(String error, String cause) ->
          "Its run was stopped by somebody"
              + (error == null && cause == null ? "." : " (" + joined(error, cause) + ").")
              + " Type the same command again: a new run finds what is finished.";
      case Ending.Failed(String error, String cause) -> failed(error, cause);
    };
  }

  /// The handler's message, which says what, where and what to do, when the cause is Lambda's error
  /// document; else error and cause as they are.
  private static String failed(@Nullable String error, @Nullable String cause) {
    if (cause != null && cause.startsWith("{")) {
      try {
        JsonNode message = Json.parse(cause).path("errorMessage");
        if (message.isTextual() && !message.asText().isBlank()) return message.asText();
      } catch (JsonProcessingException _) {
        // Not Lambda's document: shown as it is.
      }
    }
    if (error == null && (cause == null || cause.isBlank())) {
      return "The run failed without an error; the log says what each stage did before that.";
    }
    return joined(error, cause);
  }

  private static String joined(@Nullable String error, @Nullable String cause) {
    if (cause == null || cause.isBlank()) return String.valueOf(error);
    return error == null ? cause : error + ": " + cause;
  }
}
