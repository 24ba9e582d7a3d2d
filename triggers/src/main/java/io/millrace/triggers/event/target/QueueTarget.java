package io.millrace.triggers.event.target;

import io.millrace.triggers.event.EventTarget;
import io.millrace.triggers.event.StatusChangeEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An SQS queue that gets events. A second delivery of one has the same `deduplicationId` among its
/// message attributes; a FIFO queue drops it.
///
/// @param arn of the queue
/// @param group of a FIFO queue, or null for the execution's name
public record QueueTarget(Queues queues, String arn, @Nullable String group)
    implements EventTarget {

  @Override
  public void take(StatusChangeEvent event, String payload) throws NotTakenException {
    queues.send(
        arn,
        payload,
        Map.of("deduplicationId", Queues.text(event.deduplicationId())),
        m -> {
          if (arn.endsWith(".fifo")) {
            m.messageGroupId(group == null ? event.header().name() : group);
            m.messageDeduplicationId(Deduplication.id(event));
          }
        });
  }
}
