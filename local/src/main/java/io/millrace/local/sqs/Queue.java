package io.millrace.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/// One queue: which of its messages can be received, and when the others can. Guarded by the lock
/// of [Queues].
final class Queue {
  /// Amazon SQS developer guide, "Message quotas": in flight at once in a standard queue.
  static final int IN_FLIGHT_MAX = 120_000;

  final long number;
  final String name;
  final long createdMillis;
  final Condition arrived;
  QueueAttributes attributes;
  Map<String, String> tags;
  long modifiedMillis;
  long purgedMillis;
  boolean isDeleted;

  private final Map<Long, Message> all = new HashMap<>();
  private final TreeSet<Message> visible = new TreeSet<>();
  private final PriorityQueue<Due> later =
      new PriorityQueue<>(Comparator.comparingLong(Due::millis));

  /// A message that becomes visible, unless its time has been changed since.
  private record Due(long millis, Message message) {}

  Queue(
      long number, String name, long createdMillis, QueueAttributes attributes, Condition arrived) {
    this.number = number;
    this.name = name;
    this.createdMillis = createdMillis;
    this.modifiedMillis = createdMillis;
    this.attributes = attributes;
    this.tags = new TreeMap<>();
    this.arrived = arrived;
  }

  String key() {
    return "q" + number;
  }

  static boolean isKey(String key) {
    return key.startsWith("q");
  }

  ObjectNode state() {
    var state =
        Json.object()
            .put("name", name)
            .put("created", createdMillis)
            .put("modified", modifiedMillis);
    state.set("attributes", Json.object(attributes.values()));
    state.set("tags", Json.object(tags));
    return state;
  }

  static Queue of(String key, JsonNode state, Condition arrived) {
    var queue =
        new Queue(
            Long.parseLong(key.substring(1)),
            state.path("name").asText(),
            state.path("created").asLong(),
            new QueueAttributes(Json.map(state, "attributes")),
            arrived);
    queue.modifiedMillis = state.path("modified").asLong();
    queue.tags = Json.map(state, "tags");
    return queue;
  }

  /// Takes in a message, or one whose time has changed.
  void put(Message message, Instant now) {
    all.put(message.number, message);
    visible.remove(message);
    if (message.isVisible(now)) {
      visible.add(message);
      arrived.signal();
    } else {
      later.add(new Due(message.visibleMillis, message));
    }
  }

  void remove(Message message) {
    all.remove(message.number);
    visible.remove(message);
  }

  @Nullable Message find(long message) {
    return all.get(message);
  }

  List<Message> messages() {
    return List.copyOf(all.values());
  }

  /// Those that have become visible by now.
  List<Message> settle(Instant now) {
    var settled = new ArrayList<Message>();
    while (!later.isEmpty() && later.peek().millis() <= now.toEpochMilli()) {
      var due = later.remove();
      var message = due.message();
      if (all.containsKey(message.number)
          && message.visibleMillis == due.millis()
          && visible.add(message)) {
        settled.add(message);
      }
    }
    if (!settled.isEmpty()) {
      arrived.signalAll();
    }
    return settled;
  }

  /// Those that are visible and older than the queue keeps messages.
  List<Message> expired(Instant now) {
    long oldest = now.minusSeconds(attributes.retentionSeconds()).toEpochMilli();
    return visible.stream().takeWhile(message -> message.sentMillis < oldest).toList();
  }

  /// The next to be received; null when none is visible.
  @Nullable Message first() {
    return visible.isEmpty() ? null : visible.first();
  }

  /// Those that can be received now, in the order in which they were sent.
  List<Message> visible(int countMax) {
    return visible.stream().limit(countMax).toList();
  }

  boolean isInFlight(Message message, Instant now) {
    return message.receivesHere() > 0 && !message.isVisible(now);
  }

  int inFlight() {
    return all.size() - visible.size();
  }

  /// When the next message becomes visible; null when none waits.
  @Nullable Instant nextDue() {
    var due = later.peek();
    return due == null ? null : Instant.ofEpochMilli(due.millis());
  }

  QueueStatus status(Instant now) {
    int delayed =
        (int)
            all.values().stream()
                .filter(message -> message.receivesHere() == 0 && !message.isVisible(now))
                .count();
    long oldest =
        all.values().stream()
            .mapToLong(message -> message.arrivedMillis)
            .min()
            .orElse(now.toEpochMilli());
    return new QueueStatus(
        name,
        visible.size(),
        all.size() - visible.size() - delayed,
        delayed,
        Duration.ofMillis(Math.max(0, now.toEpochMilli() - oldest)));
  }
}
