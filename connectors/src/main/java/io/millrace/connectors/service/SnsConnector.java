package io.millrace.connectors.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.model.Resource;
import io.millrace.asl.model.Resource.Pattern;
import io.millrace.connectors.aws.AwsClients;
import io.millrace.connectors.aws.ServiceName;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import java.util.EnumSet;
import java.util.Set;

/// `sns:publish` (developer guide, "Publish messages to an Amazon SNS topic with Step Functions").
/// A message that is no string is sent as its JSON text (recorded: services/test_publish_base).
public final class SnsConnector implements Connector {
  private static final ServiceName SNS =
      new ServiceName("sns", "SNS", "AmazonSNS", "AmazonSNSException");

  private final OptimizedAction action;

  public SnsConnector(AwsClients clients) {
    action = new OptimizedAction(clients, SNS);
  }

  @Override
  public boolean handles(Resource resource) {
    return OptimizedAction.is(
        resource,
        "sns",
        Set.of("publish"),
        EnumSet.of(Pattern.REQUEST_RESPONSE, Pattern.WAIT_FOR_TASK_TOKEN));
  }

  @Override
  public TaskOutcome carryOut(TaskAttempt attempt) throws InterruptedException {
    JsonNode parameters = attempt.parameters().node();
    // Recorded: services/test_fifo_message_attribute; stand-ins word it otherwise.
    return parameters.path("TopicArn").asText().endsWith(".fifo")
            && !parameters.hasNonNull("MessageGroupId")
        ? action.refused(
            attempt,
            "InvalidParameterException",
            "InvalidParameter",
            "Invalid parameter: The MessageGroupId parameter is required for FIFO topics")
        : action.call(attempt, parameters);
  }
}
