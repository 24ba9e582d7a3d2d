package io.millrace.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.engine.task.TaskAttempt;
import org.jspecify.annotations.Nullable;

/// One attempt of a task, as a scripted task sees it.
///
/// @param number which attempt of this name it is, from 0, over the whole execution
public record Call(TaskAttempt attempt, int number) {
  public String state() {
    return attempt.stateName();
  }

  /// What the service or the function is given.
  public JsonNode parameters() {
    return attempt.parameters().node();
  }

  /// What a function gets: `Payload` of `lambda:invoke`, else all parameters.
  public JsonNode payload() {
    JsonNode payload = parameters().get("Payload");
    return payload == null ? parameters() : payload;
  }

  /// The token of a callback task, else null.
  public @Nullable String taskToken() {
    return attempt.taskToken();
  }
}
