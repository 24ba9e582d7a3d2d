package io.millrace.connectors.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import io.millrace.asl.json.Payload;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import java.util.Objects;

/// What `.sync` integrations have in common.
final class Jobs {
  private Jobs() {}

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
