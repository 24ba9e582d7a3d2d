package io.millrace.connectors.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.json.Json;
import io.millrace.asl.model.Resource;
import io.millrace.asl.model.Resource.Pattern;
import io.millrace.asl.model.Resource.ServiceIntegration;
import io.millrace.connectors.aws.AwsClients;
import io.millrace.connectors.aws.ServiceName;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import java.util.EnumSet;
import java.util.Set;

/// `events:putEvents` (developer guide, "Add EventBridge events with Step Functions"): each entry
/// also names the execution and its state machine among its resources, `Detail` may be an object,
/// and one entry refused is a failed task.
public final class EventsConnector implements Connector {
  private static final ServiceName EVENTS =
      new ServiceName(
          "eventbridge", "EventBridge", "AmazonEventBridge", "AmazonEventBridgeException");

  private final OptimizedAction action;

  public EventsConnector(AwsClients clients) {
    action = new OptimizedAction(clients, EVENTS);
  }

  @Override
  public boolean handles(Resource resource) {
    return OptimizedAction.is(
        resource,
        "events",
        Set.of("putEvents"),
        EnumSet.of(Pattern.REQUEST_RESPONSE, Pattern.WAIT_FOR_TASK_TOKEN));
  }

  @Override
  public TaskOutcome carryOut(TaskAttempt attempt) throws InterruptedException {
    JsonNode parameters = attempt.parameters().node().deepCopy();
    for (JsonNode entry : parameters.path("Entries")) {
      if (entry instanceof ObjectNode object) {
        ArrayNode resources =
            object.get("Resources") instanceof ArrayNode own ? own : object.putArray("Resources");
        resources.add(attempt.executionArn()).add(stateMachineArn(attempt.executionArn()));
      }
    }
    return action.call(
        "putEvents",
        parameters,
        attempt.idempotencyKey(),
        answer ->
            answer.path("FailedEntryCount").asInt() > 0
                ? new TaskOutcome.Failed("EventBridge.FailedEntry", Json.write(answer))
                : OptimizedAction.handedOver((ServiceIntegration) attempt.resource(), answer));
  }

  /// `…:stateMachine:NAME` of `…:execution:NAME:EXECUTION`.
  private static String stateMachineArn(String executionArn) {
    String[] parts = executionArn.split(":", 8);
    parts[5] = "stateMachine";
    return String.join(":", parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]);
  }
}
