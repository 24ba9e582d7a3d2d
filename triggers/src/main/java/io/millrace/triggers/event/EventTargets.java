package io.millrace.triggers.event;

import io.millrace.connectors.lambda.FunctionInvoker;
import io.millrace.triggers.event.target.FunctionTarget;
import io.millrace.triggers.event.target.OriginalMessageTarget;
import io.millrace.triggers.event.target.QueueTarget;
import io.millrace.triggers.event.target.Queues;
import io.millrace.triggers.event.target.TopicTarget;
import io.millrace.triggers.event.target.WebhookTarget;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Finds what an `Arn` names. Safe for concurrent use.
///
/// @param absent ARNs of targets that cannot be reached from this process, with the reason: their
///   events wait for a process that can
/// @param isPrivateAllowed whether webhooks may go to addresses within this machine's networks
public record EventTargets(
    FunctionInvoker functions,
    SnsClient sns,
    Queues queues,
    boolean isPrivateAllowed,
    Map<String, String> absent) {

  public EventTargets {
    absent = Map.copyOf(absent);
  }

  /// @param sqs for queues, also dead-letter queues
  public static EventTargets of(
      FunctionInvoker functions, SnsClient sns, SqsClient sqs, boolean isPrivateAllowed) {
    return new EventTargets(functions, sns, new Queues(sqs), isPrivateAllowed, Map.of());
  }

  /// The same without these.
  public EventTargets without(Map<String, String> targets) {
    return new EventTargets(functions, sns, queues, isPrivateAllowed, targets);
  }

  /// @throws IllegalArgumentException when there is no such kind of target
  EventTarget of(RuleTarget target) {
    String arn = target.arn();
    String why = absent.get(arn);
    if (why != null) {
      return (_, _) -> {
        throw new EventTarget.NotTakenException(why);
      };
    }
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
