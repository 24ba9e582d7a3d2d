package io.millrace.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the endpoint holds in memory of one message; body and attributes stay on the disk. Guarded
/// by the lock of [Queues].
final class Message implements Comparable<Message> {
  private static final int RELEASES_MAX = 10;

  final long number;
  final String id;
  final long sentMillis;

  /// The queue's own number: a queue made anew under an old name has another.
  long queue;

  /// When it came to its queue, which for a dead letter is later than when it was sent.
  long arrivedMillis;

  /// Over all queues, as ApproximateReceiveCount counts.
  int receives;

  /// What [#receives] was when the message came to its queue.
  int receivesBefore;

  /// Zero before the first.
  long firstReceivedMillis;

  /// How many receives were taken back because the process ended meanwhile.
  int released;

  /// From when on it can be received.
  long visibleMillis;

  /// Its place in its queue's timetable; null when it has none.
  Queue.@Nullable Due due;

  /// The queue that gave it up; null for a message that was sent here.
  @Nullable String deadLetterSource;

  boolean isGone;

  Message(long number, String id, long sentMillis, long queue) {
    this.number = number;
    this.id = id;
    this.sentMillis = sentMillis;
    this.arrivedMillis = sentMillis;
    this.queue = queue;
  }

  String contentKey() {
    return "m" + number;
  }

  String stateKey() {
    return "s" + number;
  }

  static boolean isStateKey(String key) {
    return key.startsWith("s");
  }

  boolean isVisible(Instant now) {
    return visibleMillis <= now.toEpochMilli();
  }

  int receivesHere() {
    return receives - receivesBefore;
  }

  ObjectNode state() {
    var state =
        Json.object()
            .put("id", id)
            .put("sent", sentMillis)
            .put("queue", queue)
            .put("arrived", arrivedMillis)
            .put("receives", receives)
            .put("receivesBefore", receivesBefore)
            .put("firstReceived", firstReceivedMillis)
            .put("visible", visibleMillis);
    if (released > 0) {
      state.put("released", released);
    }
    if (deadLetterSource != null) {
      state.put("source", deadLetterSource);
    }
    return state;
  }

  static Message of(String stateKey, JsonNode state) {
    var message =
        new Message(
            Long.parseLong(stateKey.substring(1)),
            state.path("id").asText(),
            state.path("sent").asLong(),
            state.path("queue").asLong());
    message.arrivedMillis = state.path("arrived").asLong();
    message.receives = state.path("receives").asInt();
    message.receivesBefore = state.path("receivesBefore").asInt();
    message.firstReceivedMillis = state.path("firstReceived").asLong();
    message.visibleMillis = state.path("visible").asLong();
    message.released = state.path("released").asInt();
    message.deadLetterSource = state.has("source") ? state.path("source").asText() : null;
    return message;
  }

  /// Takes back a receive that ended with this process. A message that itself ends the process
  /// would otherwise never become a dead letter, so that counts again from the eleventh time on.
  void release(Instant now) {
    visibleMillis = now.toEpochMilli();
    if (released < RELEASES_MAX) {
      released++;
      receives--;
    }
  }

  /// In the order in which they were sent.
  @Override
  public int compareTo(Message other) {
    return Long.compare(number, other.number);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Message message && message.number == number;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number);
  }
}
