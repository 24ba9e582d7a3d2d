package io.millrace.engine.history;

import io.millrace.asl.json.Payload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an event tells, by shape. Several types share a shape; the API names the field after the
/// type.
public sealed interface EventDetails {
  /// Nothing: `TaskStateAborted`, `ParallelStateStarted`, `LambdaFunctionStarted`, …
  record None() implements EventDetails {
    public static final None INSTANCE = new None();
  }

  /// `ExecutionStarted`.
  record ExecutionStart(Payload input, String roleArn) implements EventDetails {}

  /// `ExecutionRedriven`. The API shows the count; the rest is what a repetition is known by.
  ///
  /// @param redriveCount from 1
  /// @param clientToken of the request, or null
  /// @param mapRunRedrive which redrive of its Map Run redrove this child, from 1; 0 when none did
  /// @param afresh whether it begins with its first state again, as EXPRESS children do
  record ExecutionRedriven(
      int redriveCount, @Nullable String clientToken, int mapRunRedrive, boolean afresh)
      implements EventDetails {}

  /// `ExecutionSucceeded`, `LambdaFunctionSucceeded`, `ActivitySucceeded`.
  record Output(Payload output) implements EventDetails {}

  /// `ExecutionFailed`, `ExecutionAborted`, `ExecutionTimedOut`, `LambdaFunction…Failed`,
  /// `LambdaFunctionTimedOut`, `Activity…Failed`, `ActivityTimedOut`, `MapRunFailed`. Both parts
  /// may be absent.
  record Failure(@Nullable String error, @Nullable String cause) implements EventDetails {}

  /// `…StateEntered`.
  record StateEntered(String name, Payload input) implements EventDetails {}

  /// `…StateExited`.
  ///
  /// @param assignedVariables name to JSON text, in order of assignment; empty when nothing was
  ///   assigned
  record StateExited(String name, Payload output, Map<String, String> assignedVariables)
      implements EventDetails {}

  /// `TaskScheduled`.
  ///
  /// @param timeoutSeconds null when the state has none; likewise heartbeatSeconds
  /// @param credentialsRoleArn of `Credentials`, or null
  record TaskScheduled(
      String resourceType,
      String resource,
      String region,
      Payload parameters,
      @Nullable Long timeoutSeconds,
      @Nullable Long heartbeatSeconds,
      @Nullable String credentialsRoleArn)
      implements EventDetails {}

  /// `TaskStarted`.
  record TaskStarted(String resourceType, String resource) implements EventDetails {}

  /// `TaskSubmitted`, `TaskSucceeded`.
  record TaskOutput(String resourceType, String resource, Payload output) implements EventDetails {}

  /// `TaskFailed`, `TaskTimedOut`, `TaskStartFailed`, `TaskSubmitFailed`.
  record TaskFailure(
      String resourceType, String resource, @Nullable String error, @Nullable String cause)
      implements EventDetails {}

  /// `LambdaFunctionScheduled`.
  record LambdaScheduled(
      String resource,
      Payload input,
      @Nullable Long timeoutSeconds,
      @Nullable String credentialsRoleArn)
      implements EventDetails {}

  /// `ActivityScheduled`.
  record ActivityScheduled(
      String resource,
      Payload input,
      @Nullable Long timeoutSeconds,
      @Nullable Long heartbeatSeconds)
      implements EventDetails {}

  /// `ActivityStarted`.
  record ActivityStarted(@Nullable String workerName) implements EventDetails {}

  /// `MapStateStarted`.
  record MapStarted(int length) implements EventDetails {}

  /// `MapRunStarted`.
  record MapRunStarted(String mapRunArn) implements EventDetails {}

  /// `MapRunRedriven`.
  ///
  /// @param redriveCount with this one, from 1
  record MapRunRedriven(String mapRunArn, int redriveCount) implements EventDetails {}

  /// `MapIterationStarted`, `…Succeeded`, `…Failed`, `…Aborted`.
  ///
  /// @param name of the Map state
  /// @param index from 0
  record Iteration(String name, int index) implements EventDetails {}

  /// `EvaluationFailed`.
  ///
  /// @param location for example `Output/result`, or null
  record EvaluationFailed(
      @Nullable String error, @Nullable String cause, @Nullable String location, String state)
      implements EventDetails {}
}
