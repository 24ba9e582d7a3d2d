package io.millrace.local.sns;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// Publish and PublishBatch. A publisher is answered when every queue has the message, or the
/// message is stored here for those that have not and for all other subscribers.
final class PublishOperations {
  private static final int ENTRIES_MAX = 10;

  private final Topics topics;
  private final Deliveries deliveries;
  private final Senders senders;
  private final Envelope envelope;
  private final InstantSource clock;

  /// A delivery that the publisher waits for.
  private record Direct(Subscription subscription, Delivery delivery) {}

  PublishOperations(
      Topics topics,
      Deliveries deliveries,
      Senders senders,
      Envelope envelope,
      InstantSource clock) {
    this.topics = topics;
    this.deliveries = deliveries;
    this.senders = senders;
    this.envelope = envelope;
    this.clock = clock;
  }

  Consumer<Xml> publish(Parameters request) {
    if (request.text("PhoneNumber").isPresent()) {
      throw SnsError.invalid("PhoneNumber Reason: this endpoint sends no text messages");
    }
    var arn =
        request
            .text("TopicArn")
            .or(() -> request.text("TargetArn"))
            .orElseThrow(
                () ->
                    SnsError.invalid(
                        "TopicArn or TargetArn Reason: no value for required parameter"));
    var topic = topics.requireTopic(arn);
    var id = publish(topic, Publication.of(request));
    return xml -> xml.add("MessageId", id);
  }

  Consumer<Xml> publishBatch(Parameters request) {
    var topic = topics.requireTopic(request.required("TopicArn"));
    var entries = request.members("PublishBatchRequestEntries");
    checkBatch(entries);
    var accepted = new LinkedHashMap<String, Publication>();
    var failed = new LinkedHashMap<String, SnsError>();
    for (var entry : entries) {
      try {
        accepted.put(entry.required("Id"), Publication.of(entry));
      } catch (SnsError e) {
        failed.put(entry.required("Id"), e);
      }
    }
    if (accepted.values().stream().mapToInt(Publication::bytes).sum() > Publication.BYTES_MAX) {
      throw SnsError.batchTooLong();
    }
    var ids = publishAll(topic, accepted);
    return xml -> describe(xml, ids, failed);
  }

  private static void checkBatch(List<Parameters> entries) {
    if (entries.isEmpty()) {
      throw SnsError.emptyBatch();
    }
    if (entries.size() > ENTRIES_MAX) {
      throw SnsError.tooManyEntries();
    }
    var ids = new HashSet<String>();
    for (var entry : entries) {
      var id = entry.text("Id").orElse("");
      if (!id.matches("[A-Za-z0-9_-]{1,80}")) {
        throw SnsError.invalidBatchId();
      }
      if (!ids.add(id)) {
        throw SnsError.idsNotDistinct();
      }
    }
  }

  private Map<String, String> publishAll(Topic topic, Map<String, Publication> publications) {
    var ids = new LinkedHashMap<String, String>();
    var tasks = new ArrayList<Callable<String>>();
    publications.values().forEach(publication -> tasks.add(() -> publish(topic, publication)));
    var published = together(tasks).iterator();
    publications.keySet().forEach(id -> ids.put(id, published.next()));
    return ids;
  }

  private static void describe(
      Xml xml, Map<String, String> published, Map<String, SnsError> failed) {
    xml.nest(
        "Successful",
        list ->
            published.forEach(
                (id, message) ->
                    list.nest("member", m -> m.add("Id", id).add("MessageId", message))));
    xml.nest(
        "Failed",
        list ->
            failed.forEach(
                (id, error) ->
                    list.nest(
                        "member",
                        m ->
                            m.add("Id", id)
                                .add("Code", error.code())
                                .add("Message", String.valueOf(error.getMessage()))
                                .add("SenderFault", Boolean.toString(error.isSenderFault())))));
  }

  private String publish(Topic topic, Publication publication) {
    var id = UUID.randomUUID().toString();
    var stored = new ArrayList<Delivery>();
    var direct = new ArrayList<Direct>();
    for (var subscription : topics.subscriptions(topic.arn())) {
      if (subscription.isConfirmed() && wants(subscription, publication)) {
        var delivery = delivery(topic, subscription, publication, id);
        if (subscription.protocol().equals("sqs")) {
          requireQueueable(delivery);
          direct.add(new Direct(subscription, delivery));
        } else {
          stored.add(delivery);
        }
      }
    }
    deliveries.accept(stored, Duration.ZERO);
    if (direct.size() == 1) {
      send(direct.getFirst());
    } else if (!direct.isEmpty()) {
      var tasks = new ArrayList<Callable<String>>();
      direct.forEach(
          one ->
              tasks.add(
                  () -> {
                    send(one);
                    return id;
                  }));
      together(tasks);
    }
    return id;
  }

  private void send(Direct direct) {
    var outcome = senders.send(direct.subscription(), direct.delivery());
    deliveries.acceptFailed(direct.subscription(), direct.delivery(), outcome);
  }

  /// Refuses what no queue would take. SNS itself answers such a publisher with success and drops
  /// the message at delivery (developer guide, "Amazon SNS raw message delivery"); here nothing is
  /// lost that was answered for.
  private static void requireQueueable(Delivery delivery) {
    if (delivery.attributes().size() > QueueSender.ATTRIBUTES_MAX) {
      throw SnsError.invalid(
          "MessageAttributes Reason: a subscription with raw delivery to a queue takes at most ten"
              + " message attributes");
    }
    if (!delivery.payload().codePoints().allMatch(PublishOperations::isAllowed)) {
      throw SnsError.invalid(
          "Message Reason: a queue takes the characters #x9 | #xA | #xD | #x20 to #xD7FF | #xE000"
              + " to #xFFFD | #x10000 to #x10FFFF only");
    }
  }

  /// Amazon SQS API reference, "SendMessage".
  private static boolean isAllowed(int c) {
    return c == 0x9
        || c == 0xA
        || c == 0xD
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }

  private static boolean wants(Subscription subscription, Publication publication) {
    var filter = subscription.filter();
    return filter.isEmpty()
        || publication
            .filtered(subscription.filtersBody())
            .filter(filter.get()::matches)
            .isPresent();
  }

  private Delivery delivery(
      Topic topic, Subscription subscription, Publication publication, String id) {
    var now = clock.instant();
    String payload;
    if (subscription.protocol().equals("lambda")) {
      payload = envelope.event(topic, subscription, publication, id, now).toString();
    } else if (subscription.isRaw()) {
      payload = publication.message(subscription.protocol());
    } else {
      payload = envelope.notification(topic, subscription, publication, id, now).toString();
    }
    return new Delivery(
        deliveries.nextNumber(),
        subscription.arn(),
        "Notification",
        id,
        payload,
        subscription.isRaw() ? publication.attributes() : Map.of(),
        0,
        false);
  }

  /// Runs the tasks at the same time and waits for all, then fails as the first that failed.
  private static List<String> together(List<Callable<String>> tasks) {
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<String>();
      for (Future<String> done : workers.invokeAll(tasks)) {
        results.add(done.get());
      }
      return results;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw SnsError.internal("The endpoint is stopping.");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("Publishing throws nothing checked.", e);
    }
  }
}
