package io.millrace.watch.metrics;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.runtime.watch.ExecutionListener;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Counts what happens to executions and their tasks. Safe for concurrent use.
///
/// All figures come from events, so they say what the histories say: a task that a restart
/// dispatches again is scheduled once. They begin at 0 with each start of the process, as counters
/// of Prometheus do.
public final class ExecutionMetrics implements ExecutionListener {
  private final Meters meters;
  private final TaskMetrics tasks;
  private final Map<String, OfMachine> machines = new ConcurrentHashMap<>();

  /// What every execution needs, found once for each state machine.
  private record OfMachine(
      Meter started,
      Meter succeeded,
      Meter failed,
      Meter timedOut,
      Meter aborted,
      Meter time,
      Meter openMapRuns) {
    static OfMachine of(Meters meters, String arn) {
      return new OfMachine(
          meters.of(Metric.EXECUTIONS_STARTED, arn),
          meters.of(Metric.EXECUTIONS_SUCCEEDED, arn),
          meters.of(Metric.EXECUTIONS_FAILED, arn),
          meters.of(Metric.EXECUTIONS_TIMED_OUT, arn),
          meters.of(Metric.EXECUTIONS_ABORTED, arn),
          meters.of(Metric.EXECUTION_TIME, arn),
          meters.of(Metric.OPEN_MAP_RUNS, arn));
    }
  }

  public ExecutionMetrics(Meters meters) {
    this.meters = meters;
    this.tasks = new TaskMetrics(meters);
  }

  @Override
  public void committed(ExecutionHeader header, List<HistoryEvent> events) {
    OfMachine machine = machine(header.stateMachineArn());
    for (HistoryEvent event : events) {
      committed(header, machine, event);
    }
  }

  private OfMachine machine(String arn) {
    OfMachine known = machines.get(arn);
    if (known != null) {
      return known;
    }
    OfMachine made = OfMachine.of(meters, arn);
    if (machines.size() < Meters.SERIES_MAX) {
      machines.put(arn, made);
    }
    return made;
  }

  private void committed(ExecutionHeader header, OfMachine machine, HistoryEvent event) {
    switch (event.type()) {
      case ExecutionStarted -> machine.started.count();
      case ExecutionRedriven ->
          meters.of(Metric.EXECUTIONS_REDRIVEN, header.stateMachineArn()).count();
      case ExecutionSucceeded -> ended(header, machine, machine.succeeded, event);
      case ExecutionFailed -> ended(header, machine, machine.failed, event);
      case ExecutionTimedOut -> ended(header, machine, machine.timedOut, event);
      case ExecutionAborted -> ended(header, machine, machine.aborted, event);
      case MapRunStarted, MapRunRedriven -> machine.openMapRuns.move(1);
      case MapRunSucceeded, MapRunFailed, MapRunAborted -> machine.openMapRuns.move(-1);
      case TaskStateEntered ->
          tasks.entered(header, event, ((EventDetails.StateEntered) event.details()).name());
      case TaskStateExited, TaskStateAborted -> tasks.left(header, event);
      case TaskScheduled,
          TaskStarted,
          TaskSubmitted,
          TaskSucceeded,
          TaskFailed,
          TaskStartFailed,
          TaskSubmitFailed,
          TaskTimedOut ->
          tasks.attempt(header, event, AttemptMeters.SERVICE);
      case LambdaFunctionScheduled,
          LambdaFunctionScheduleFailed,
          LambdaFunctionStarted,
          LambdaFunctionStartFailed,
          LambdaFunctionSucceeded,
          LambdaFunctionFailed,
          LambdaFunctionTimedOut ->
          tasks.attempt(header, event, AttemptMeters.LAMBDA);
      case ActivityScheduled,
          ActivityScheduleFailed,
          ActivityStarted,
          ActivitySucceeded,
          ActivityFailed,
          ActivityTimedOut ->
          tasks.attempt(header, event, AttemptMeters.ACTIVITY);
      case EvaluationFailed -> tasks.followed(header, event);
      case PassStateEntered,
          PassStateExited,
          ChoiceStateEntered,
          ChoiceStateExited,
          WaitStateEntered,
          WaitStateExited,
          WaitStateAborted,
          SucceedStateEntered,
          SucceedStateExited,
          FailStateEntered,
          ParallelStateEntered,
          ParallelStateStarted,
          ParallelStateSucceeded,
          ParallelStateFailed,
          ParallelStateAborted,
          ParallelStateExited,
          MapStateEntered,
          MapStateStarted,
          MapStateSucceeded,
          MapStateFailed,
          MapStateAborted,
          MapStateExited,
          MapIterationStarted,
          MapIterationSucceeded,
          MapIterationFailed,
          MapIterationAborted -> {
        // AWS has no metrics about these.
      }
    }
  }

  private void ended(ExecutionHeader header, OfMachine machine, Meter how, HistoryEvent event) {
    how.count();
    machine.time.record(Math.max(0, event.timestampMillis() - header.startMillis()));
    tasks.executionEnded(header);
  }

  @Override
  public void dispatched(ExecutionHeader header, TaskAttempt attempt) {
    tasks.dispatched(header, attempt);
  }

  @Override
  public void billed(ExecutionHeader header, long billedMillis, long memoryMegabytes) {
    String arn = header.stateMachineArn();
    meters.of(Metric.EXPRESS_EXECUTION_BILLED_DURATION, arn).record(billedMillis);
    meters.of(Metric.EXPRESS_EXECUTION_MEMORY, arn).record(memoryMegabytes * 1024.0 * 1024.0);
  }

  /// AWS: events and retries that were throttled. What is throttled here are requests.
  @Override
  public void throttled(@Nullable String stateMachineArn, @Nullable UUID executionId) {
    meters
        .of(Metric.EXECUTION_THROTTLED, stateMachineArn == null ? Meters.OTHER : stateMachineArn)
        .count();
  }
}
