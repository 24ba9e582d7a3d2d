package io.millrace.connectors.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.json.Json;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Resource;
import io.millrace.asl.model.Resource.Pattern;
import io.millrace.asl.model.Resource.ServiceIntegration;
import io.millrace.connectors.aws.AwsFailure;
import io.millrace.connectors.aws.ParametersException;
import io.millrace.connectors.aws.ServiceName;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import io.millrace.runtime.Refusal;
import io.millrace.runtime.RefusedException;
import io.millrace.runtime.execution.ExecutionDescription;
import io.millrace.runtime.execution.Executions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// `states:startExecution`: starts an execution of this very server, and with `.sync` or `.sync:2`
/// waits for its end (developer guide, "Start a new workflow execution with Step Functions").
///
/// A start that is dispatched again after a crash finds the execution that the first one began, by
/// its name; so there is never a second one. While the store cannot be reached nothing is known of
/// the child, so a start is repeated and a look counts as one that found it running.
public final class StatesConnector implements Connector {
  private static final ServiceName STATES =
      new ServiceName("sfn", "StepFunctions", "AWSStepFunctions", "AWSStepFunctionsException");

  private static final Duration PAUSE_FIRST = Duration.ofMillis(100);
  private static final Duration PAUSE_MOST = Duration.ofSeconds(10);

  private final CompletableFuture<Executions> executions;

  /// @param executions of this server: they are there only after its connectors; tasks wait for
  ///   them
  public StatesConnector(CompletableFuture<Executions> executions) {
    this.executions = executions;
  }

  @Override
  public boolean handles(Resource resource) {
    return OptimizedAction.is(
        resource, "states", Set.of("startExecution"), EnumSet.allOf(Pattern.class));
  }

  @Override
  public TaskOutcome carryOut(TaskAttempt attempt) throws InterruptedException {
    ServiceIntegration integration = (ServiceIntegration) attempt.resource();
    try {
      return attempt.submitted()
          ? look(childArn(attempt), integration.pattern())
          : startInTheEnd(attempt, integration);
    } catch (ParametersException e) {
      return new TaskOutcome.Failed("States.Runtime", e.getMessage());
    } catch (RefusedException e) {
      return refused(e.refusal(), attempt.requestId());
    }
  }

  /// Repeats a start that could not be done, or of which nobody knows whether it was, until the
  /// store answers. The attempt's timeout, or the server's end, interrupts it.
  private TaskOutcome startInTheEnd(TaskAttempt attempt, ServiceIntegration integration)
      throws ParametersException, InterruptedException {
    Duration pause = PAUSE_FIRST;
    while (true) {
      try {
        return start(attempt, integration);
      } catch (RefusedException e) {
        if (!(e.refusal() instanceof Refusal.Unavailable)) {
          throw e;
        }
      }
      Thread.sleep(pause);
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(PAUSE_MOST) < 0 ? twice : PAUSE_MOST;
    }
  }

  private TaskOutcome start(TaskAttempt attempt, ServiceIntegration integration)
      throws ParametersException, InterruptedException {
    StartParameters parameters = StartParameters.read(attempt);
    Executions.Started started;
    try {
      started =
          executions().start(parameters.stateMachineArn(), parameters.name(), parameters.input());
    } catch (RefusedException e) {
      if (!(e.refusal() instanceof Refusal.ExecutionAlreadyExists taken)
          || !isOurs(taken.arn(), attempt, parameters)) {
        throw e;
      }
      ExecutionDescription child = executions().describe(taken.arn());
      started = new Executions.Started(taken.arn(), child.summary().header().startMillis());
    }
    ObjectNode answer = ChildExecution.started(started, attempt.requestId());
    return OptimizedAction.handedOver(integration, answer);
  }

  /// Whether an execution that has our name, and has ended meanwhile, is the one that an earlier
  /// dispatch of this attempt began: it has our input and is younger than the attempt. An attempt
  /// of an Express execution is never dispatched again.
  private boolean isOurs(String arn, TaskAttempt attempt, StartParameters parameters)
      throws InterruptedException {
    if (attempt.executionArn().contains(":express:")) {
      return false;
    }
    ExecutionDescription child = executions().describe(arn);
    if (!child.input().text().equals(parameters.input())) {
      return false;
    }
    if (!parameters.isNamed()) {
      return true;
    }
    List<HistoryEvent> scheduled =
        executions().history(attempt.executionArn(), attempt.scheduledEventId(), false, 1);
    return !scheduled.isEmpty()
        && child.summary().header().startMillis() >= scheduled.getFirst().timestampMillis();
  }

  private TaskOutcome look(String childArn, Pattern pattern) throws InterruptedException {
    ExecutionDescription child;
    try {
      child = executions().describe(childArn);
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.Unavailable) {
        return new TaskOutcome.Running(childArn);
      }
      throw e;
    }
    if (child.summary().status() == ExecutionStatus.RUNNING) {
      return new TaskOutcome.Running(childArn);
    }
    ObjectNode end = ChildExecution.ended(child, pattern);
    return child.summary().status() == ExecutionStatus.SUCCEEDED
        ? new TaskOutcome.Succeeded(Payload.ofNode(end))
        : new TaskOutcome.Failed("States.TaskFailed", Json.write(end));
  }

  @Override
  public void stop(TaskAttempt attempt) throws InterruptedException {
    executions().stop(childArn(attempt), null, null);
  }

  private static String childArn(TaskAttempt attempt) {
    return Objects.requireNonNull(attempt.submission()).node().path("ExecutionArn").asText();
  }

  /// Refusals are named after AWS's error codes (recorded: error_handling/
  /// test_start_execution_no_such_arn).
  private static TaskOutcome.Failed refused(Refusal refusal, String requestId) {
    String code = refusal.getClass().getSimpleName();
    return AwsFailure.optimized(
        STATES, code + "Exception", code, refusal.message(), 400, requestId);
  }

  private Executions executions() throws InterruptedException {
    try {
      return executions.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the engine did not start", e);
    }
  }
}
