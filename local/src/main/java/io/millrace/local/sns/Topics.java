package io.millrace.local.sns;

import io.millrace.local.log.Change;
import io.millrace.local.log.KeyedLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// All topics and subscriptions, in memory and in the log; a change is on the disk before its
/// caller returns.
///
/// Reading is thread-safe. Changing is synchronized, also by operations that look before they
/// change.
final class Topics {
  private final KeyedLog log;
  private final ConcurrentSkipListMap<String, Topic> topics = new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListMap<String, Subscription> subscriptions =
      new ConcurrentSkipListMap<>();

  Topics(KeyedLog log) throws IOException {
    this.log = log;
    for (var key : log.keys()) {
      if (key.startsWith("tarn:")) {
        var topic = Topic.of(Json.MAPPER.readTree(log.read(key).orElseThrow()));
        topics.put(topic.arn(), topic);
      } else if (key.startsWith("uarn:")) {
        var subscription = Subscription.of(Json.MAPPER.readTree(log.read(key).orElseThrow()));
        subscriptions.put(subscription.arn(), subscription);
      }
    }
  }

  Optional<Topic> topic(String arn) {
    return Optional.ofNullable(topics.get(arn));
  }

  /// @throws SnsError when there is none
  Topic requireTopic(String arn) {
    if (!arn.matches("arn:aws[a-z-]*:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256}(\\.fifo)?")) {
      throw SnsError.invalid("TopicArn Reason: An ARN must have at least 6 elements, not " + arn);
    }
    return topic(arn).orElseThrow(SnsError::topicNotFound);
  }

  Optional<Subscription> subscription(String arn) {
    return Optional.ofNullable(subscriptions.get(arn));
  }

  /// @throws SnsError when there is none
  Subscription requireSubscription(String arn) {
    return subscription(arn).orElseThrow(SnsError::subscriptionNotFound);
  }

  List<Topic> topics() {
    return List.copyOf(topics.values());
  }

  List<Subscription> subscriptions() {
    return List.copyOf(subscriptions.values());
  }

  List<Subscription> subscriptions(String topicArn) {
    return subscriptions.values().stream()
        .filter(subscription -> subscription.topicArn().equals(topicArn))
        .toList();
  }

  synchronized void put(Topic topic) {
    log.store(List.of(new Change.Put(topic.key(), Json.bytes(topic.state()))));
    topics.put(topic.arn(), topic);
  }

  synchronized void put(Subscription subscription) {
    log.store(List.of(new Change.Put(subscription.key(), Json.bytes(subscription.state()))));
    subscriptions.put(subscription.arn(), subscription);
  }

  synchronized void delete(Subscription subscription) {
    log.store(List.of(new Change.Delete(subscription.key())));
    subscriptions.remove(subscription.arn());
  }

  /// A topic goes with its subscriptions.
  synchronized void delete(Topic topic) {
    var changes = new ArrayList<Change>();
    changes.add(new Change.Delete(topic.key()));
    var gone = subscriptions(topic.arn());
    gone.forEach(subscription -> changes.add(new Change.Delete(subscription.key())));
    log.store(changes);
    topics.remove(topic.arn());
    gone.forEach(subscription -> subscriptions.remove(subscription.arn()));
  }
}
