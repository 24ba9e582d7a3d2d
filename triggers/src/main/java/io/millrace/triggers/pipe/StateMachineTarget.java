package io.millrace.triggers.pipe;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.triggers.Json;
import io.millrace.triggers.pipe.PipeSettings.InvocationType;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionLimitExceededException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.StartSyncExecutionResponse;
import software.amazon.awssdk.services.sfn.model.SyncExecutionStatus;

/// The state machine that a pipe starts. Safe for concurrent use.
///
/// @param machine ARN of the state machine, a version or an alias
record StateMachineTarget(SfnClient sfn, String machine, InvocationType invocationType) {
  /// Redrives of one message that are told apart by name; far more than anybody makes.
  private static final int REDRIVES_MAX = 1_000;

  private static final Set<ExecutionStatus> UNSUCCESSFUL =
      Set.of(ExecutionStatus.FAILED, ExecutionStatus.TIMED_OUT, ExecutionStatus.ABORTED);

  /// Starts one execution, and with REQUEST_RESPONSE waits for its end.
  ///
  /// @param name of the execution
  /// @param batch ids of its messages
  Outcome start(String name, String input, Set<String> batch) {
    try {
      return switch (invocationType) {
        case REQUEST_RESPONSE -> runToItsEnd(name, input, batch);
        case FIRE_AND_FORGET -> startOnce(name, input, batch);
      };
    } catch (AwsServiceException e) {
      return mayPass(e) ? new Outcome.Unavailable(said(e)) : new Outcome.Failed(code(e), said(e));
    } catch (SdkClientException e) {
      return new Outcome.Unavailable(String.valueOf(e.getMessage()));
    }
  }

  private Outcome runToItsEnd(String name, String input, Set<String> batch) {
    StartSyncExecutionResponse end =
        sfn.startSyncExecution(s -> s.stateMachineArn(machine).name(name).input(input));
    if (end.status() != SyncExecutionStatus.SUCCEEDED) {
      return new Outcome.Failed(
          end.error() == null ? end.statusAsString() : end.error(),
          end.cause() == null ? "the execution ended " + end.statusAsString() : end.cause());
    }
    Optional<Set<String>> failed = BatchItemFailures.read(end.output(), batch);
    if (failed.isEmpty()) {
      return new Outcome.Failed(
          "BatchItemFailures",
          "the execution's output has a batchItemFailures that names no message of its batch, so"
              + " the whole batch counts as failed");
    }
    return new Outcome.Accepted(failed.get(), false);
  }

  /// Starts it unless it was started for these messages before.
  ///
  /// A name that is taken is mostly an earlier delivery of the same message. But when that
  /// execution ended without success and was another message's, then somebody has put the message
  /// back, which gave it another id, and it gets an execution of its own: NAME-2, NAME-3, and so
  /// on. Without success and of this very message, it is an earlier delivery, too.
  private Outcome startOnce(String name, String input, Set<String> batch) {
    for (int run = 1; run <= REDRIVES_MAX; run++) {
      String candidate = run == 1 ? name : name + "-" + run;
      try {
        sfn.startExecution(s -> s.stateMachineArn(machine).name(candidate).input(input));
        return new Outcome.Accepted(Set.of(), false);
      } catch (ExecutionAlreadyExistsException _) {
        if (!hasFailedForOthers(candidate, batch)) return new Outcome.Accepted(Set.of(), true);
      }
    }
    return new Outcome.Failed(
        "ExecutionAlreadyExists",
        "the message has been put back " + REDRIVES_MAX + " times and failed each time");
  }

  private boolean hasFailedForOthers(String name, Set<String> batch) {
    try {
      DescribeExecutionResponse known =
          sfn.describeExecution(d -> d.executionArn(executionArn(name)));
      return UNSUCCESSFUL.contains(known.status()) && !messageIds(known.input()).containsAll(batch);
    } catch (ExecutionDoesNotExistException _) {
      // Only the name is still kept (90 days on AWS): the message was put back long after.
      return true;
    }
  }

  /// The messages that an execution was started with; none when a template has left their ids out,
  /// or no pipe started it.
  private static Set<String> messageIds(@Nullable String input) {
    JsonNode records = input == null ? null : Json.parseContainer(input);
    Set<String> ids = new HashSet<>();
    if (records != null && records.isArray()) {
      for (JsonNode record : records) {
        JsonNode id = record.get("messageId");
        if (id != null && id.isTextual()) ids.add(id.textValue());
      }
    }
    return ids;
  }

  private String executionArn(String name) {
    String[] parts = machine.split(":", -1);
    return String.join(
        ":", parts[0], parts[1], parts[2], parts[3], parts[4], "execution", parts[6], name);
  }

  /// Whether the same call may succeed later without anybody's doing: the service is busy, broken
  /// or full.
  private static boolean mayPass(AwsServiceException e) {
    return e.statusCode() >= 500
        || e.statusCode() == 429
        || e.isThrottlingException()
        || e instanceof ExecutionLimitExceededException;
  }

  private static String code(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    return code == null ? "Unknown" : code;
  }

  private static String said(AwsServiceException e) {
    @Nullable AwsErrorDetails details = e.awsErrorDetails();
    String message = details == null ? null : details.errorMessage();
    return message == null ? String.valueOf(e.getMessage()) : message;
  }
}
