package io.millrace.connectors.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import io.millrace.asl.json.Payload;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;

/// What `.sync` integrations have in common.
final class Jobs {
  /// For how long a service may not know yet what it was just given ("Amazon ECS API Reference",
  /// RunTask, on eventual consistency: wait up to five minutes).
  private static final Duration UNSEEN_MOST = Duration.ofMinutes(5);

  private Jobs() {}

  /// Whether a job that its service does not know may only not be known yet: by the date of the
  /// answer to its start, which is durable. Without one it is not.
  static boolean mayStillAppear(TaskAttempt attempt, Instant now) {
    JsonNode headers = submission(attempt).at("/SdkHttpMetadata/HttpHeaders");
    for (Map.Entry<String, JsonNode> header : headers.properties()) {
      if (header.getKey().equalsIgnoreCase("Date")) {
        return isRecent(header.getValue().asText(), now);
      }
    }
    return false;
  }

  private static boolean isRecent(String date, Instant now) {
    try {
      Instant begun = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
      return now.isBefore(begun.plus(UNSEEN_MOST));
    } catch (DateTimeParseException _) {
      return false;
    }
  }

  /// What the handing over of the job answered.
  static JsonNode submission(TaskAttempt attempt) {
    return Objects.requireNonNull(attempt.submission()).node();
  }

  /// A job that did what it was for: its description is the result.
  static TaskOutcome succeeded(JsonNode job) {
    return new TaskOutcome.Succeeded(Payload.ofNode(job));
  }

  /// A job that did not: its description, as text, is the cause (recorded for executions:
  /// callback/test_start_execution_sync_delegate_timeout).
  static TaskOutcome failed(JsonNode job) {
    return new TaskOutcome.Failed("States.TaskFailed", Json.write(job));
  }

  /// Asking failed. What may pass leaves the job running; what will not ends the task.
  static TaskOutcome notSeen(TaskOutcome.Failed why, int statusCode, String code) {
    boolean passes =
        statusCode >= 500
            || statusCode == 429
            || code.contains("Throttl")
            || code.contains("TooManyRequests")
            || code.contains("Expired");
    return passes ? new TaskOutcome.Running(null) : why;
  }
}
