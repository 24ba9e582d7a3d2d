package io.millrace.triggers.event.target;

import io.millrace.triggers.event.EventTarget;
import io.millrace.triggers.event.StatusChangeEvent;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;

/// An SNS topic, standard or FIFO.
///
/// @param arn of the topic
public record TopicTarget(SnsClient sns, String arn) implements EventTarget {

  @Override
  public void take(StatusChangeEvent event, String payload) throws NotTakenException {
    try {
      sns.publish(
          p -> {
            p.topicArn(arn).message(payload);
            if (arn.endsWith(".fifo")) {
              p.messageGroupId(event.header().name());
              p.messageDeduplicationId(Deduplication.id(event));
            }
          });
    } catch (SdkException e) {
      throw new NotTakenException(String.valueOf(e.getMessage()));
    }
  }
}
