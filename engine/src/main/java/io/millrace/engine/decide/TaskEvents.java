package io.millrace.engine.decide;

import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Resource;
import io.millrace.asl.model.Resource.Activity;
import io.millrace.asl.model.Resource.LambdaFunction;
import io.millrace.asl.model.Resource.ServiceIntegration;
import io.millrace.engine.execution.Frame;
import io.millrace.engine.execution.Retries;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import org.jspecify.annotations.Nullable;

/// The events of an attempt: three families, chosen by how the task's resource is written.
final class TaskEvents {
  private TaskEvents() {}

  static void scheduled(
      Run run,
      Frame frame,
      Resource resource,
      Payload parameters,
      @Nullable Long timeout,
      @Nullable Long heartbeat,
      @Nullable String roleArn) {
    switch (resource) {
      case LambdaFunction lambda ->
          run.emit(
              frame,
              EventType.LambdaFunctionScheduled,
              new EventDetails.LambdaScheduled(lambda.arn(), parameters, timeout, roleArn));
      case Activity activity ->
          run.emit(
              frame,
              EventType.ActivityScheduled,
              new EventDetails.ActivityScheduled(activity.arn(), parameters, timeout, heartbeat));
      case ServiceIntegration service ->
          run.emit(
              frame,
              EventType.TaskScheduled,
              new EventDetails.TaskScheduled(
                  service.service(),
                  service.resource(),
                  run.x.header().region(),
                  parameters,
                  timeout,
                  heartbeat,
                  roleArn));
    }
  }

  static void started(
      Run run, Frame frame, Resource resource, long atMillis, @Nullable String workerName) {
    switch (resource) {
      case LambdaFunction _ ->
          run.emit(
              frame,
              frame.cursor(),
              atMillis,
              EventType.LambdaFunctionStarted,
              EventDetails.None.INSTANCE);
      case Activity _ ->
          run.emit(
              frame,
              frame.cursor(),
              atMillis,
              EventType.ActivityStarted,
              new EventDetails.ActivityStarted(workerName));
      case ServiceIntegration service ->
          run.emit(
              frame,
              frame.cursor(),
              atMillis,
              EventType.TaskStarted,
              new EventDetails.TaskStarted(service.service(), service.resource()));
    }
  }

  static void submitted(Run run, Frame frame, Resource resource, Payload output) {
    if (resource instanceof ServiceIntegration service) {
      run.emit(
          frame,
          EventType.TaskSubmitted,
          new EventDetails.TaskOutput(service.service(), service.resource(), output));
    }
  }

  static void succeeded(Run run, Frame frame, Resource resource, Payload output) {
    switch (resource) {
      case LambdaFunction _ ->
          run.emit(frame, EventType.LambdaFunctionSucceeded, new EventDetails.Output(output));
      case Activity _ ->
          run.emit(frame, EventType.ActivitySucceeded, new EventDetails.Output(output));
      case ServiceIntegration service ->
          run.emit(
              frame,
              EventType.TaskSucceeded,
              new EventDetails.TaskOutput(service.service(), service.resource(), output));
    }
  }

  static void failed(
      Run run, Frame frame, Resource resource, @Nullable String error, @Nullable String cause) {
    switch (resource) {
      case LambdaFunction _ ->
          run.emit(frame, EventType.LambdaFunctionFailed, new EventDetails.Failure(error, cause));
      case Activity _ ->
          run.emit(frame, EventType.ActivityFailed, new EventDetails.Failure(error, cause));
      case ServiceIntegration service ->
          run.emit(
              frame,
              EventType.TaskFailed,
              new EventDetails.TaskFailure(service.service(), service.resource(), error, cause));
    }
  }

  /// The state's timeout or a missing heartbeat; AWS writes the same for both (recorded:
  /// timeouts/test_heartbeat_timeout).
  static void timedOut(Run run, Frame frame, Resource resource) {
    switch (resource) {
      case LambdaFunction _ ->
          run.emit(
              frame,
              EventType.LambdaFunctionTimedOut,
              new EventDetails.Failure(Retries.TIMEOUT, null));
      case Activity _ ->
          run.emit(
              frame, EventType.ActivityTimedOut, new EventDetails.Failure(Retries.TIMEOUT, null));
      case ServiceIntegration service ->
          run.emit(
              frame,
              EventType.TaskTimedOut,
              new EventDetails.TaskFailure(
                  service.service(), service.resource(), Retries.TIMEOUT, null));
    }
  }
}
