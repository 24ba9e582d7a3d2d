package io.millrace.cli.wiring;

import io.millrace.pipelines.stages.chain.Chain;
import java.util.Map;
import software.amazon.awssdk.services.sns.SnsClient;

/// The topic of a chain, which its queue is subscribed to.
final class StageTopics {
  private StageTopics() {}

  /// Made when absent. Delivery is raw, so that the attributes of what is published become those of
  /// the queue's message: `runId` names the run (SNS developer guide, "Raw message delivery").
  static void make(SnsClient sns, Chain chain, String queueArn) {
    var topic = sns.createTopic(create -> create.name(StageQueues.name(chain))).topicArn();
    sns.subscribe(
        subscribe ->
            subscribe
                .topicArn(topic)
                .protocol("sqs")
                .endpoint(queueArn)
                .attributes(Map.of("RawMessageDelivery", "true")));
  }
}
