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
  private final TreeSet<Due> later =
      new TreeSet<>(Comparator.comparingLong(Due::millis).thenComparing(Due::message));
  private int delayed;

  /// When a message becomes visible.
  ///
  /// @param isDelayed whether it was never received here, so that it is not in flight
  record Due(long millis, Message message, boolean isDelayed) {}

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
    remove(message);
    all.put(message.number, message);
    if (message.isVisible(now)) {
      visible.add(message);
      arrived.signal();
    } else {
      var due = new Due(message.visibleMillis, message, message.receivesHere() == 0);
      message.due = due;
      later.add(due);
      delayed += due.isDelayed() ? 1 : 0;
    }
  }

  void remove(Message message) {
    all.remove(message.number);
    visible.remove(message);
    unschedule(message);
  }

  private void unschedule(Message message) {
    var due = message.due;
    if (due != null) {
      later.remove(due);
      message.due = null;
      delayed -= due.isDelayed() ? 1 : 0;
    }
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
    while (!later.isEmpty() && later.first().millis() <= now.toEpochMilli()) {
      var message = later.first().message();
      unschedule(message);
      visible.add(message);
      settled.add(message);
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

  /// Those received and not deleted; not those that are delayed.
  int inFlight() {
    return later.size() - delayed;
  }

  /// When the next message becomes visible; null when none waits.
  @Nullable Instant nextDue() {
    return later.isEmpty() ? null : Instant.ofEpochMilli(later.first().millis());
  }

  QueueStatus status(Instant now) {
    long oldest =
        all.values().stream()
            .mapToLong(message -> message.arrivedMillis)
            .min()
            .orElse(now.toEpochMilli());
    return new QueueStatus(
        name,
        visible.size(),
        inFlight(),
        delayed,
        Duration.ofMillis(Math.max(0, now.toEpochMilli() - oldest)));
  }
}
