package io.millrace.cli.wiring;

import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.output.StageJson;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// The queue of a chain and its dead-letter queue. Both are made when absent, and their attributes
/// set anew at every start, for the settings may have changed.
///
/// @param arn of the queue that a pipe reads
/// @param url of the same
/// @param deadLetterArn where messages go that were received too often
/// @param deadLetterUrl of the same
public record StageQueues(String arn, String url, String deadLetterArn, String deadLetterUrl) {
  /// SQS's longest: a dead letter waits for a person.
  private static final String FOURTEEN_DAYS_SECONDS = "1209600";

  /// The queue's name; the topic and the pipe of the chain have the same.
  public static String name(Chain chain) {
    return chain.name();
  }

  public static String deadLetterName(Chain chain) {
    return chain.name() + "-dlq";
  }

  static StageQueues make(SqsClient sqs, Chain chain, StagesOptions options) {
    var retention = QueueAttributeName.MESSAGE_RETENTION_PERIOD;
    var deadLetters = sqs.createQueue(create -> create.queueName(deadLetterName(chain))).queueUrl();
    set(sqs, deadLetters, Map.of(retention, FOURTEEN_DAYS_SECONDS));
    var deadLetterArn = arn(sqs, deadLetters);
    var queue = sqs.createQueue(create -> create.queueName(name(chain))).queueUrl();
    var redrive =
        StageJson.MAPPER
            .createObjectNode()
            .put("deadLetterTargetArn", deadLetterArn)
            .put("maxReceiveCount", options.receivesMax());
    set(
        sqs,
        queue,
        Map.of(
            retention,
            FOURTEEN_DAYS_SECONDS,
            QueueAttributeName.VISIBILITY_TIMEOUT,
            Long.toString(options.visibility().toSeconds()),
            QueueAttributeName.REDRIVE_POLICY,
            StageJson.text(redrive)));
    return new StageQueues(arn(sqs, queue), queue, deadLetterArn, deadLetters);
  }

  private static void set(SqsClient sqs, String url, Map<QueueAttributeName, String> attributes) {
    sqs.setQueueAttributes(set -> set.queueUrl(url).attributes(attributes));
  }

  private static String arn(SqsClient sqs, String url) {
    return sqs.getQueueAttributes(
            get -> get.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
        .attributes()
        .get(QueueAttributeName.QUEUE_ARN);
  }
}
