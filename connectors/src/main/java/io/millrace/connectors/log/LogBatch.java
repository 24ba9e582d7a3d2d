package io.millrace.connectors.log;

import io.millrace.runtime.log.LogEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What one PutLogEvents takes (API reference, PutLogEvents: 1,048,576 bytes, with 26 for each
/// event, at most 10,000 events, by time in order). Used by one thread.
final class LogBatch {
  private static final int BYTES_MAX = 1_048_576;
  private static final int EVENT_BYTES = 26;
  private static final int EVENTS_MAX = 10_000;

  private final List<LogEvent> events = new ArrayList<>();
  private long bytes;

  /// Whether there is room for it; an empty batch has room for any.
  boolean fits(LogEvent event) {
    return events.isEmpty() || (events.size() < EVENTS_MAX && bytes + bytes(event) <= BYTES_MAX);
  }

  void add(LogEvent event) {
    events.add(event);
    bytes += bytes(event);
  }

  /// Those of the same millisecond stay in the order in which they were added.
  List<LogEvent> inOrder() {
    return events.stream().sorted(Comparator.comparingLong(LogEvent::timestampMillis)).toList();
  }

  private static int bytes(LogEvent event) {
    return event.text().getBytes(StandardCharsets.UTF_8).length + EVENT_BYTES;
  }
}
