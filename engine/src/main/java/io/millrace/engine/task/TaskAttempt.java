package io.millrace.engine.task;

import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Resource;
import java.nio.charset.StandardCharsets;
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
/// @param submission what the handing over of the work answered (the output of `TaskSubmitted`),
///   when that is done: then nothing is handed over again. A `.sync` task is dispatched once more
///   with it, to wait for its job; the job's name is in it. Of an activity: a worker has taken it
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
    @Nullable Payload submission) {

  /// Whether the work was handed over.
  public boolean submitted() {
    return submission != null;
  }

  /// The same attempt after its work was handed over.
  public TaskAttempt withSubmission(Payload output) {
    return new TaskAttempt(
        executionId,
        executionArn,
        scheduledEventId,
        stateName,
        resource,
        parameters,
        deadlineMillis,
        heartbeatSeconds,
        taskToken,
        credentialsRoleArn,
        output);
  }

  /// A UUID made from [#idempotencyKey()], for requests that are answered here or need such a name.
  public String requestId() {
    return UUID.nameUUIDFromBytes(idempotencyKey().getBytes(StandardCharsets.UTF_8)).toString();
  }

  /// The name of this attempt for idempotent receivers: the same after every crash, another for
  /// every retry.
  public String idempotencyKey() {
    return executionId + ":" + scheduledEventId;
  }
}
