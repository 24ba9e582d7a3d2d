package io.millrace.connectors.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.model.Resource;
import io.millrace.asl.model.Resource.Pattern;
import io.millrace.connectors.aws.AwsClients;
import io.millrace.connectors.aws.ServiceName;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `sqs:sendMessage` (developer guide, "Send messages to an Amazon SQS queue with Step Functions").
/// A message body that is no string is sent as its JSON text (recorded:
/// callback/test_sqs_wait_for_task_token).
///
/// A message sent again after a crash: FIFO queues drop it, by the task's MessageDeduplicationId or
/// by its content, as the queue is made; standard queues deliver it twice, as SQS itself may.
public final class SqsConnector implements Connector {
  private static final ServiceName SQS =
      new ServiceName("sqs", "SQS", "AmazonSQS", "AmazonSQSException");

  private final OptimizedAction action;

  public SqsConnector(AwsClients clients) {
    action = new OptimizedAction(clients, SQS);
  }

  @Override
  public boolean handles(Resource resource) {
    return OptimizedAction.is(
        resource,
        "sqs",
        Set.of("sendMessage"),
        EnumSet.of(Pattern.REQUEST_RESPONSE, Pattern.WAIT_FOR_TASK_TOKEN));
  }

  @Override
  public TaskOutcome carryOut(TaskAttempt attempt) throws InterruptedException {
    JsonNode parameters = attempt.parameters().node();
    TaskOutcome outcome = action.call(attempt, parameters);
    if (outcome instanceof TaskOutcome.Failed failed && !"States.Runtime".equals(failed.error())) {
      String missing = missingHost(parameters.path("QueueUrl").textValue());
      if (missing != null) {
        return new TaskOutcome.Failed(
            "SQS.SdkClientException", "Unable to execute HTTP request: " + missing);
      }
    }
    return outcome;
  }

  /// Why a call failed, when it is that there is no such host: Step Functions calls the host that
  /// the queue's URL names, so that is no refusal but a failed call (recorded:
  /// error_handling/test_send_message_no_such_queue_no_catch). Here the call goes to the configured
  /// endpoint whatever the host, so that a definition cannot make this server call any other; a
  /// message that the endpoint takes is sent, whether or not this machine can look up the host.
  private @Nullable String missingHost(@Nullable String queueUrl) {
    try {
      String host = queueUrl == null ? null : URI.create(queueUrl).getHost();
      URI endpoint = action.clients().endpoint("sqs").override();
      if (host != null
          && !host.endsWith(".amazonaws.com")
          && (endpoint == null || !host.equals(endpoint.getHost()))) {
        var _ = InetAddress.getByName(host);
      }
      return null;
    } catch (UnknownHostException e) {
      return e.getMessage();
    } catch (IllegalArgumentException _) {
      return null; // SQS says what is wrong with it
    }
  }
}
