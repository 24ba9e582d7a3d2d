package io.millrace.local.sns;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the way to a subscriber.
record Senders(QueueSender queues, HttpSender hooks, @Nullable FunctionInvoker functions) {

  Outcome send(Subscription subscription, Delivery delivery) {
    return switch (subscription.protocol()) {
      case "sqs" -> queues.send(subscription.endpoint(), delivery.payload(), delivery.attributes());
      case "lambda" -> invoke(subscription, delivery);
      default -> hooks.send(subscription, delivery);
    };
  }

  Outcome sendDead(String queueArn, Delivery delivery) {
    return queues.send(queueArn, delivery.payload(), Map.of());
  }

  private Outcome invoke(Subscription subscription, Delivery delivery) {
    if (functions == null) {
      return new Outcome.Failed("This endpoint was started without a way to invoke functions.");
    }
    try {
      functions.invoke(subscription.endpoint(), delivery.payload());
      return new Outcome.Delivered();
    } catch (IOException | RuntimeException e) {
      return new Outcome.Failed(subscription.endpoint() + " was not invoked: " + e);
    }
  }
}
