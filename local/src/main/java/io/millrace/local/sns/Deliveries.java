package io.millrace.local.sns;

import io.millrace.local.log.Change;
import io.millrace.local.log.KeyedLog;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers in the background what its publisher does not wait for.
///
/// A delivery is on the disk before its publisher is answered, and goes from there only when the
/// subscriber or the dead-letter queue has it, when the subscription is gone, or when retries end
/// and there is no dead-letter queue. A crash repeats what was under way.
///
/// Thread-safe.
final class Deliveries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

  /// One slow subscriber holds up its own messages, not the machine.
  private static final int AT_ONCE_PER_SUBSCRIPTION = 10;

  private final KeyedLog log;
  private final Topics topics;
  private final Senders senders;
  private final AtomicLong numbers;
  private final Map<String, Semaphore> turns = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sns-deliveries").factory());
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  /// What is held of a delivery until its turn comes; its payload stays on the disk.
  private record Waiting(long number, String subscriptionArn) {
    String key() {
      return Delivery.key(number);
    }
  }

  Deliveries(KeyedLog log, Topics topics, Senders senders, InstantSource clock) {
    this.log = log;
    this.topics = topics;
    this.senders = senders;
    this.numbers = new AtomicLong(clock.millis() * 1000);
  }

  /// Goes on with what an earlier process left.
  void resume() throws IOException {
    var left = new ArrayList<Waiting>();
    for (var key : log.keys()) {
      if (Delivery.isKey(key)) {
        var delivery = Delivery.of(key, Json.MAPPER.readTree(log.read(key).orElseThrow()));
        left.add(waiting(delivery));
        numbers.accumulateAndGet(delivery.number(), Math::max);
      }
    }
    left.stream()
        .sorted(Comparator.comparingLong(Waiting::number))
        .forEach(delivery -> schedule(delivery, Duration.ZERO));
  }

  long nextNumber() {
    return numbers.incrementAndGet();
  }

  /// Takes responsibility: after return the deliveries survive a crash.
  void accept(List<Delivery> deliveries, Duration delay) {
    if (!deliveries.isEmpty()) {
      log.store(deliveries.stream().map(Deliveries::put).toList());
      deliveries.forEach(delivery -> schedule(waiting(delivery), delay));
    }
  }

  /// What a publisher has tried itself, and failed.
  void acceptFailed(Subscription subscription, Delivery delivery, Outcome outcome) {
    switch (outcome) {
      case Outcome.Delivered _ -> {}
      case Outcome.Failed(var why) -> {
        warn(subscription, delivery, why);
        accept(List.of(delivery.failed()), Duration.ZERO);
      }
      case Outcome.Refused(var why) -> {
        warn(subscription, delivery, why);
        if (subscription.deadLetterTargetArn().isPresent()) {
          accept(List.of(delivery.dead()), Duration.ZERO);
        }
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdownNow();
  }

  private Waiting waiting(Delivery delivery) {
    var arn = delivery.subscriptionArn();
    return new Waiting(
        delivery.number(), topics.subscription(arn).map(Subscription::arn).orElse(arn));
  }

  private void schedule(Waiting delivery, Duration delay) {
    try {
      var _ =
          timer.schedule(
              () -> workers.execute(() -> attempt(delivery)),
              delay.toMillis(),
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException _) {
      // The endpoint is stopping; the next start goes on with it.
    }
  }

  private void attempt(Waiting waiting) {
    var turn =
        turns.computeIfAbsent(
            waiting.subscriptionArn(), _ -> new Semaphore(AT_ONCE_PER_SUBSCRIPTION));
    try {
      turn.acquire();
      try {
        attemptNow(waiting);
      } finally {
        turn.release();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      LOG.atError().setCause(e).addKeyValue("delivery", waiting.key()).log("A delivery failed");
      schedule(waiting, Duration.ofSeconds(DeliveryPolicy.MANAGED.maxDelaySeconds()));
    }
  }

  private void attemptNow(Waiting waiting) throws IOException {
    var stored = log.read(waiting.key());
    if (stored.isEmpty()) {
      return; // done, and what ended it was told twice
    }
    var delivery = Delivery.of(waiting.key(), Json.MAPPER.readTree(stored.get()));
    var subscription = topics.subscription(delivery.subscriptionArn());
    if (subscription.isEmpty()) {
      forget(delivery);
    } else {
      settle(subscription.get(), delivery, send(subscription.get(), delivery));
    }
  }

  private Outcome send(Subscription subscription, Delivery delivery) {
    if (!delivery.isDead()) {
      return senders.send(subscription, delivery);
    }
    var target = subscription.deadLetterTargetArn();
    return target.isPresent()
        ? senders.sendDead(target.get(), delivery)
        : new Outcome.Refused("The subscription's dead-letter queue was taken away.");
  }

  private void settle(Subscription subscription, Delivery delivery, Outcome outcome) {
    switch (outcome) {
      case Outcome.Delivered _ -> forget(delivery);
      case Outcome.Failed(var why) -> {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        warn(subscription, delivery, why);
        retry(subscription, delivery.failed());
      }
      case Outcome.Refused(var why) -> {
        warn(subscription, delivery, why);
        giveUp(subscription, delivery);
      }
    }
  }

  private void retry(Subscription subscription, Delivery delivery) {
    var policy =
        delivery.isDead()
            ? DeliveryPolicy.MANAGED
            : topics
                .topic(subscription.topicArn())
                .map(topic -> DeliveryPolicy.of(topic, subscription))
                .orElse(DeliveryPolicy.HTTP);
    var delay = policy.delay(delivery.failures());
    if (delay.isPresent()) {
      accept(List.of(delivery), delay.get());
    } else {
      giveUp(subscription, delivery);
    }
  }

  private void giveUp(Subscription subscription, Delivery delivery) {
    if (!delivery.isDead() && subscription.deadLetterTargetArn().isPresent()) {
      accept(List.of(delivery.dead()), Duration.ZERO);
      return;
    }
    LOG.atError()
        .addKeyValue("subscriptionArn", subscription.arn())
        .addKeyValue("messageId", delivery.messageId())
        .log("A message is given up; set a RedrivePolicy to keep such messages in a queue");
    forget(delivery);
  }

  private void forget(Delivery delivery) {
    var _ = log.append(List.of(new Change.Delete(delivery.key())));
  }

  private static Change put(Delivery delivery) {
    return new Change.Put(delivery.key(), Json.bytes(delivery.state()));
  }

  private static void warn(Subscription subscription, Delivery delivery, String why) {
    LOG.atWarn()
        .addKeyValue("subscriptionArn", subscription.arn())
        .addKeyValue("messageId", delivery.messageId())
        .addKeyValue("failures", delivery.failures() + 1)
        .addKeyValue("why", why)
        .log("A message was not delivered");
  }
}
