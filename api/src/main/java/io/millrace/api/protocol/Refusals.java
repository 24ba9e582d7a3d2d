package io.millrace.api.protocol;

import io.millrace.runtime.Refusal;

/// The error code of every refusal, in one place. No `default`: a new refusal must be named here.
final class Refusals {
  private Refusals() {}

  static ApiError error(Refusal refusal) {
    String message = refusal.message();
    return switch (refusal) {
      case Refusal.InvalidArn _ -> ApiError.service("InvalidArn", message);
      case Refusal.InvalidName _ -> ApiError.service("InvalidName", message);
      case Refusal.InvalidDefinition _ -> ApiError.service("InvalidDefinition", message);
      case Refusal.InvalidLoggingConfiguration _ ->
          ApiError.service("InvalidLoggingConfiguration", message);
      case Refusal.InvalidExecutionInput _ -> ApiError.service("InvalidExecutionInput", message);
      case Refusal.InvalidOutput _ -> ApiError.service("InvalidOutput", message);
      case Refusal.InvalidToken _ -> ApiError.service("InvalidToken", message);
      case Refusal.TaskDoesNotExist _ -> ApiError.service("TaskDoesNotExist", message);
      case Refusal.TaskTimedOut _ -> ApiError.service("TaskTimedOut", message);
      case Refusal.ActivityDoesNotExist _ -> ApiError.service("ActivityDoesNotExist", message);
      case Refusal.StateMachineDoesNotExist _ ->
          ApiError.service("StateMachineDoesNotExist", message);
      case Refusal.StateMachineDeleting _ -> ApiError.service("StateMachineDeleting", message);
      case Refusal.StateMachineAlreadyExists _ ->
          ApiError.service("StateMachineAlreadyExists", message);
      case Refusal.StateMachineTypeNotSupported _ ->
          ApiError.service("StateMachineTypeNotSupported", message);
      case Refusal.ResourceNotFound _ -> ApiError.service("ResourceNotFound", message);
      case Refusal.Conflict _ -> ApiError.service("ConflictException", message);
      case Refusal.QuotaExceeded _ -> ApiError.service("ServiceQuotaExceededException", message);
      case Refusal.ExecutionLimitExceeded _ -> ApiError.service("ExecutionLimitExceeded", message);
      case Refusal.Throttled _ -> ApiError.throttled(message);
      case Refusal.TooManyTags _ -> ApiError.service("TooManyTags", message);
      case Refusal.InvalidRequest _ -> ApiError.validation(message);
      case Refusal.ExecutionDoesNotExist _ -> ApiError.service("ExecutionDoesNotExist", message);
      case Refusal.ExecutionNotRedrivable _ -> ApiError.service("ExecutionNotRedrivable", message);
      case Refusal.ExecutionAlreadyExists _ -> ApiError.service("ExecutionAlreadyExists", message);
      case Refusal.Unavailable _ -> ApiError.unavailable(message);
    };
  }
}
