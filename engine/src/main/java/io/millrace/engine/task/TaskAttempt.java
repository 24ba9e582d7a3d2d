package io.millrace.engine.task;

import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Resource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One attempt of a task, to be carried out once its scheduling event is durable.
///
/// It may be dispatched more than once (after a crash), always under the same [#idempotencyKey()].
///
/// @param scheduledEventId the event that says so: `TaskScheduled`, `LambdaFunctionScheduled` or
///   `ActivityScheduled`
/// @param parameters what the connector is given: Parameters or Arguments, evaluated
/// @param deadlineMillis when the attempt times out, in milliseconds since the epoch;
///   [Long#MAX_VALUE] for never
/// @param taskToken the token of a `.waitForTaskToken` or activity task, else null
/// @param submitted whether a callback task had been submitted before a crash: then it is not
///   submitted again
public record TaskAttempt(
    UUID executionId,
    String executionArn,
    long scheduledEventId,
    String stateName,
    Resource resource,
    Payload parameters,
    long deadlineMillis,
    @Nullable Long heartbeatSeconds,
    @Nullable String taskToken,
    @Nullable String credentialsRoleArn,
    boolean submitted) {

  /// The name of this attempt for idempotent receivers: the same after every crash, another for
  /// every retry.
  public String idempotencyKey() {
    return executionId + ":" + scheduledEventId;
  }
}
