package io.millrace.triggers.event;

import io.millrace.connectors.lambda.FunctionInvoker;
import io.millrace.triggers.event.target.FunctionTarget;
import io.millrace.triggers.event.target.OriginalMessageTarget;
import io.millrace.triggers.event.target.QueueTarget;
import io.millrace.triggers.event.target.Queues;
import io.millrace.triggers.event.target.TopicTarget;
import io.millrace.triggers.event.target.WebhookTarget;
import java.net.URI;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Finds what an `Arn` names. Safe for concurrent use.
///
/// @param isPrivateAllowed whether webhooks may go to addresses within this machine's networks
public record EventTargets(
    FunctionInvoker functions, SnsClient sns, Queues queues, boolean isPrivateAllowed) {

  /// @param sqs for queues, also dead-letter queues
  public static EventTargets of(
      FunctionInvoker functions, SnsClient sns, SqsClient sqs, boolean isPrivateAllowed) {
    return new EventTargets(functions, sns, new Queues(sqs), isPrivateAllowed);
  }

  /// @throws IllegalArgumentException when there is no such kind of target
  EventTarget of(RuleTarget target) {
    String arn = target.arn();
    if (arn.startsWith("https://") || arn.startsWith("http://")) {
      return new WebhookTarget(URI.create(arn), isPrivateAllowed);
    }
    String[] parts = arn.split(":", -1);
    String service = parts.length > 5 ? parts[2] : "";
    return switch (service) {
      case "lambda" -> new FunctionTarget(functions, arn);
      case "sns" -> new TopicTarget(sns, arn);
      case "sqs" ->
          target.originalMessage()
              ? new OriginalMessageTarget(queues, arn)
              : new QueueTarget(queues, arn, target.messageGroupId());
      default ->
          throw new IllegalArgumentException(
              "the Arn '"
                  + arn
                  + "' names no target that is known here: a Lambda function, an SNS topic, an SQS"
                  + " queue, or an https: URL");
    };
  }
}
