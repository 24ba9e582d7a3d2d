package io.millrace.watch.metrics;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.task.TaskAttempt;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Counts attempts of tasks twice: for what they call (`AWS/States`) and for the state they belong
/// to (`AWS/Lambda`, where AWS tells the function instead).
///
/// Different executions may be told of concurrently, one only by one thread at a time.
final class TaskMetrics {
  /// A resource or state that was scheduled before this process started.
  private static final String UNKNOWN = "unknown";

  /// Ends of the names of errors that say "too often" (Lambda API reference, "Invoke"; common
  /// errors of AWS's services): Lambda counts such invocations as throttles and not as errors.
  private static final List<String> THROTTLES =
      List.of(
          "TooManyRequestsException",
          "ThrottlingException",
          "ThrottledException",
          "RequestLimitExceeded",
          "ProvisionedThroughputExceededException",
          "SlowDown");

  private final Meters meters;
  private final OpenTasks open = new OpenTasks();
  private final Map<Stage, OfStage> stages = new ConcurrentHashMap<>();

  private record Stage(String stateMachineArn, String stateName) {}

  private record OfStage(
      Meter invocations, Meter errors, Meter throttles, Meter duration, Meter concurrent) {}

  TaskMetrics(Meters meters) {
    this.meters = meters;
  }

  void entered(ExecutionHeader header, HistoryEvent event, String stateName) {
    open.open(header.id(), stateName, event.id());
  }

  void followed(ExecutionHeader header, HistoryEvent event) {
    open.follow(header.id(), event.previousEventId(), event.id());
  }

  void left(ExecutionHeader header, HistoryEvent event) {
    OpenTask task = open.close(header.id(), event.previousEventId());
    if (task != null) {
      noLongerConcurrent(header, task);
    }
  }

  void executionEnded(ExecutionHeader header) {
    for (OpenTask task : open.end(header.id())) {
      noLongerConcurrent(header, task);
    }
  }

  void dispatched(ExecutionHeader header, TaskAttempt attempt) {
    OpenTask task =
        open.dispatched(
            header.id(), attempt.scheduledEventId(), attempt.stateName(), attempt.resource().arn());
    if (task != null && !task.concurrent) {
      task.concurrent = true;
      stage(header, task.stateName).concurrent.move(1);
    }
  }

  private void noLongerConcurrent(ExecutionHeader header, OpenTask task) {
    if (task.concurrent) {
      task.concurrent = false;
      stage(header, task.stateName).concurrent.move(-1);
    }
  }

  /// An event of an attempt.
  void attempt(ExecutionHeader header, HistoryEvent event, AttemptMeters kind) {
    OpenTask task = open.follow(header.id(), event.previousEventId(), event.id());
    switch (event.type()) {
      case TaskScheduled, LambdaFunctionScheduled, ActivityScheduled -> {
        String resource = resource(event.details(), task);
        if (task != null) {
          task.scheduled(event.id(), event.timestampMillis(), resource);
        }
        meters.of(kind.scheduled(), resource).count();
      }
      case TaskStarted, LambdaFunctionStarted, ActivityStarted -> started(event, task, kind);
      case TaskSucceeded, LambdaFunctionSucceeded, ActivitySucceeded ->
          ended(header, event, task, kind, kind.succeeded());
      case TaskFailed,
          TaskStartFailed,
          TaskSubmitFailed,
          LambdaFunctionFailed,
          LambdaFunctionScheduleFailed,
          LambdaFunctionStartFailed,
          ActivityFailed,
          ActivityScheduleFailed ->
          ended(header, event, task, kind, kind.failed());
      case TaskTimedOut, LambdaFunctionTimedOut, ActivityTimedOut ->
          ended(header, event, task, kind, kind.timedOut());
      default -> {
        // TaskSubmitted: the job goes on.
      }
    }
  }

  private void started(HistoryEvent event, @Nullable OpenTask task, AttemptMeters kind) {
    String resource = resource(event.details(), task);
    meters.of(kind.started(), resource).count();
    if (task != null) {
      task.startedMillis = event.timestampMillis();
      interval(kind.scheduleTime(), resource, task.scheduledMillis, event.timestampMillis());
    }
  }

  private void ended(
      ExecutionHeader header,
      HistoryEvent event,
      @Nullable OpenTask task,
      AttemptMeters kind,
      Metric how) {
    String resource = resource(event.details(), task);
    String error = error(event.details());
    meters.of(how, resource).count();
    if (how == Metric.ACTIVITIES_TIMED_OUT && "States.HeartbeatTimeout".equals(error)) {
      meters.of(Metric.ACTIVITIES_HEARTBEAT_TIMED_OUT, resource).count();
    }
    OfStage stage = stage(header, task == null ? UNKNOWN : task.stateName);
    boolean isThrottled = error != null && isThrottle(error);
    if (isThrottled) {
      stage.throttles.count();
    } else {
      stage.invocations.count();
      if (how != kind.succeeded()) {
        stage.errors.count();
      }
    }
    if (task != null) {
      long end = event.timestampMillis();
      interval(kind.time(), resource, task.scheduledMillis, end);
      interval(kind.runTime(), resource, task.startedMillis, end);
      if (task.startedMillis != OpenTask.UNKNOWN && !isThrottled) {
        stage.duration.record(Math.max(0, end - task.startedMillis));
      }
      noLongerConcurrent(header, task);
    }
  }

  private void interval(Metric metric, String resource, long fromMillis, long toMillis) {
    if (fromMillis != OpenTask.UNKNOWN) {
      meters.of(metric, resource).record(Math.max(0, toMillis - fromMillis));
    }
  }

  static boolean isThrottle(String error) {
    for (String end : THROTTLES) {
      if (error.endsWith(end)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String error(EventDetails details) {
    return switch (details) {
      case EventDetails.Failure failure -> Objects.requireNonNullElse(failure.error(), "");
      case EventDetails.TaskFailure failure -> Objects.requireNonNullElse(failure.error(), "");
      default -> null;
    };
  }

  /// What is called: told by the event, or by the one that scheduled it. AWS names an integration
  /// by its resource in the definition.
  private static String resource(EventDetails details, @Nullable OpenTask task) {
    if (task != null && task.resource != null && !(details instanceof EventDetails.TaskScheduled)) {
      return task.resource;
    }
    return switch (details) {
      case EventDetails.LambdaScheduled scheduled -> scheduled.resource();
      case EventDetails.ActivityScheduled scheduled -> scheduled.resource();
      case EventDetails.TaskScheduled scheduled ->
          integration(scheduled.resourceType(), scheduled.resource());
      case EventDetails.TaskStarted started ->
          integration(started.resourceType(), started.resource());
      case EventDetails.TaskOutput output -> integration(output.resourceType(), output.resource());
      case EventDetails.TaskFailure failure ->
          integration(failure.resourceType(), failure.resource());
      default -> UNKNOWN;
    };
  }

  private static String integration(String resourceType, String resource) {
    return "arn:aws:states:::" + resourceType + ":" + resource;
  }

  private OfStage stage(ExecutionHeader header, String stateName) {
    Stage key = new Stage(header.stateMachineArn(), stateName);
    OfStage known = stages.get(key);
    if (known != null) {
      return known;
    }
    String machine = key.stateMachineArn;
    OfStage made =
        new OfStage(
            meters.of(Metric.INVOCATIONS, machine, stateName),
            meters.of(Metric.ERRORS, machine, stateName),
            meters.of(Metric.THROTTLES, machine, stateName),
            meters.of(Metric.DURATION, machine, stateName),
            meters.of(Metric.CONCURRENT_EXECUTIONS, machine, stateName));
    if (stages.size() < Meters.SERIES_MAX) {
      stages.put(key, made);
    }
    return made;
  }
}
