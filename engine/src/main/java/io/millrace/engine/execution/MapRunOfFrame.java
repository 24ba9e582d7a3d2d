package io.millrace.engine.execution;

/// The Map Run of a distributed Map state, as the history tells of it.
///
/// @param startedEventId its `MapRunStarted`, which it is named after
/// @param startedMillis when that was, in milliseconds since the epoch
/// @param redriveCount how often it has been redriven
/// @param openedEventId its last `MapRunRedriven`, or its `MapRunStarted` before the first
/// @param openedMillis when that was
public record MapRunOfFrame(
    long startedEventId,
    long startedMillis,
    int redriveCount,
    long openedEventId,
    long openedMillis) {

  /// One that begins with this event.
  public static MapRunOfFrame begun(long startedEventId, long atMillis) {
    return new MapRunOfFrame(startedEventId, atMillis, 0, startedEventId, atMillis);
  }

  /// As it is after being redriven by this event.
  public MapRunOfFrame redriven(long eventId, long atMillis) {
    return new MapRunOfFrame(startedEventId, startedMillis, redriveCount + 1, eventId, atMillis);
  }
}
