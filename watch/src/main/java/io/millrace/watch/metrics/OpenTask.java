package io.millrace.watch.metrics;

import org.jspecify.annotations.Nullable;

/// A Task state that an execution is in, as far as its events have been heard. Confined to whoever
/// hears them.
final class OpenTask {
  /// A time that was not heard: the process started later.
  static final long UNKNOWN = -1;

  final String stateName;

  /// The last event of this state, which the next one follows.
  long lastEventId;

  /// The attempt's, or 0 before the first.
  long scheduledEventId;

  long scheduledMillis = UNKNOWN;
  long startedMillis = UNKNOWN;

  /// ARN of the function, the activity or the integration.
  @Nullable String resource;

  /// Whether the attempt counts among those that are carried out now.
  boolean concurrent;

  OpenTask(String stateName, long lastEventId) {
    this.stateName = stateName;
    this.lastEventId = lastEventId;
  }

  /// An attempt begins.
  void scheduled(long eventId, long atMillis, String arn) {
    lastEventId = eventId;
    scheduledEventId = eventId;
    scheduledMillis = atMillis;
    startedMillis = UNKNOWN;
    resource = arn;
  }
}
