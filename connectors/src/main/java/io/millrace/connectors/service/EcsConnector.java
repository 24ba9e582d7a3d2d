package io.millrace.connectors.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.model.Resource;
import io.millrace.asl.model.Resource.Pattern;
import io.millrace.asl.model.Resource.ServiceIntegration;
import io.millrace.connectors.aws.AwsClients;
import io.millrace.connectors.aws.AwsFailure;
import io.millrace.connectors.aws.ParametersException;
import io.millrace.connectors.aws.ServiceName;
import io.millrace.connectors.aws.UnknownActionException;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// `ecs:runTask`, with `.sync` or `.waitForTaskToken` (developer guide, "Run Amazon ECS or Fargate
/// tasks with Step Functions"). A run that is dispatched again after a crash has the same
/// `ClientToken`, so ECS starts no second one.
public final class EcsConnector implements Connector {
  private static final Logger LOG = LoggerFactory.getLogger(EcsConnector.class);
  private static final ServiceName ECS =
      new ServiceName("ecs", "ECS", "AmazonECS", "AmazonECSException");

  private final OptimizedAction action;
  private final InstantSource clock;

  /// @param clock by which a task is new to ECS
  public EcsConnector(AwsClients clients, InstantSource clock) {
    this.clock = clock;
    action = new OptimizedAction(clients, ECS);
  }

  @Override
  public boolean handles(Resource resource) {
    return OptimizedAction.is(
        resource,
        "ecs",
        Set.of("runTask"),
        EnumSet.of(Pattern.REQUEST_RESPONSE, Pattern.SYNC, Pattern.WAIT_FOR_TASK_TOKEN));
  }

  @Override
  public TaskOutcome carryOut(TaskAttempt attempt) throws InterruptedException {
    if (attempt.submitted()) {
      return look(attempt);
    }
    JsonNode parameters = attempt.parameters().node();
    ServiceIntegration integration = (ServiceIntegration) attempt.resource();
    return action.call(
        "runTask",
        parameters,
        attempt.idempotencyKey(),
        answer ->
            integration.pattern() == Pattern.SYNC && answer.path("Tasks").isEmpty()
                ? Jobs.failed(answer) // nothing to wait for: no capacity, for example
                : OptimizedAction.handedOver(integration, answer));
  }

  private TaskOutcome look(TaskAttempt attempt) throws InterruptedException {
    try {
      ObjectNode answer = describe(attempt);
      JsonNode task = answer.path("Tasks").path(0);
      if (task.isMissingNode()) {
        // ECS forgets stopped tasks after an hour, and knows new ones after a while.
        return Jobs.mayStillAppear(attempt, clock.instant())
            ? new TaskOutcome.Running(null)
            : Jobs.failed(answer);
      }
      if (!task.path("LastStatus").asText().equals("STOPPED")) {
        return new TaskOutcome.Running(null);
      }
      return isDone(task) ? Jobs.succeeded(task) : Jobs.failed(task);
    } catch (SdkException e) {
      TaskOutcome.Failed failed = AwsFailure.optimized(ECS, e);
      return e instanceof AwsServiceException refused
          ? Jobs.notSeen(failed, refused.statusCode(), refused.getClass().getSimpleName())
          : new TaskOutcome.Running(null);
    }
  }

  private ObjectNode describe(TaskAttempt attempt) throws InterruptedException {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    JsonNode cluster = attempt.parameters().node().path("Cluster");
    if (cluster.isTextual()) {
      request.set("Cluster", cluster);
    }
    request.putArray("Tasks").add(taskArn(attempt));
    return call("describeTasks", request, attempt);
  }

  private ObjectNode call(String name, ObjectNode request, TaskAttempt attempt)
      throws InterruptedException {
    try {
      return action
          .clients()
          .action(ECS.client(), name)
          .call(request, attempt.idempotencyKey())
          .optimized();
    } catch (UnknownActionException | ParametersException e) {
      throw new IllegalStateException("ECS's own action is asked wrongly", e);
    }
  }

  private static String taskArn(TaskAttempt attempt) {
    return Jobs.submission(attempt).path("Tasks").path(0).path("TaskArn").asText();
  }

  /// Every container that was started has ended well, and nobody stopped the task.
  private static boolean isDone(JsonNode task) {
    for (JsonNode container : task.path("Containers")) {
      if (container.path("ExitCode").asInt(-1) != 0) {
        return false;
      }
    }
    String stopCode = task.path("StopCode").asText("EssentialContainerExited");
    return stopCode.equals("EssentialContainerExited");
  }

  @Override
  public void stop(TaskAttempt attempt) throws InterruptedException {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    JsonNode cluster = attempt.parameters().node().path("Cluster");
    if (cluster.isTextual()) {
      request.set("Cluster", cluster);
    }
    request.put("Task", taskArn(attempt));
    request.put("Reason", "The task of " + attempt.executionArn() + " is over");
    call("stopTask", request, attempt);
    LOG.atInfo()
        .addKeyValue("executionArn", attempt.executionArn())
        .addKeyValue("task", taskArn(attempt))
        .log("An ECS task was stopped, for nobody waits for it any more");
  }
}
