package io.millrace.cli.wiring;

import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.output.StageJson;
import java.util.Map;
import software.amazon.awssdk.services.sns.SnsClient;

/// The topic of a chain, which its queue is subscribed to.
final class StageTopics {
  private StageTopics() {}

  /// Made when absent. Delivery is raw, so that the attributes of what is published become those of
  /// the queue's message: `runId` names the run (SNS developer guide, "Raw message delivery"). What
  /// the queue does not take goes to the chain's dead-letter queue ("Amazon SNS dead-letter queues
  /// (DLQs)").
  static void make(SnsClient sns, Chain chain, StageQueues queues) {
    var topic = sns.createTopic(create -> create.name(StageQueues.name(chain))).topicArn();
    var subscription =
        sns.subscribe(
                subscribe ->
                    subscribe
                        .topicArn(topic)
                        .protocol("sqs")
                        .endpoint(queues.arn())
                        .attributes(Map.of("RawMessageDelivery", "true")))
            .subscriptionArn();
    var redrive =
        StageJson.MAPPER.createObjectNode().put("deadLetterTargetArn", queues.deadLetterArn());
    sns.setSubscriptionAttributes(
        set ->
            set.subscriptionArn(subscription)
                .attributeName("RedrivePolicy")
                .attributeValue(StageJson.text(redrive)));
  }
}
