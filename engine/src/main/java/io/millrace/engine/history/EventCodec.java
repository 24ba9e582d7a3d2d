package io.millrace.engine.history;

import java.util.ArrayList;
import java.util.List;

/// The stored form of consecutive events of one execution: compact, versioned, read without
/// reflection.
///
/// Form 1: a version byte; the number of events, the id before the first, and a base time as
/// variable-length integers; then each event:
/// - one byte: bits 0–5 the type's ordinal ([EventType]; 63 = the ordinal follows as an integer),
///   bit 6 set when it follows the event with the next lower id, bit 7 set when its time is that of
///   the event before;
/// - where bit 6 is clear, its distance from `previousEventId`; where bit 7 is clear, the time's
///   difference;
/// - one byte for the shape of its details, then their parts in the order they are declared.
///
/// A text that has occurred before is a back reference: an output that is handed on from state to
/// state is stored once.
///
/// Form 2 is form 1 without its version byte, deflated: for runs that are long without (see
/// [Deflated]). Pure and safe for concurrent use.
public final class EventCodec {
  /// Every form ever released can be read.
  static final byte PLAIN = 1;

  static final byte DEFLATED = 2;

  private EventCodec() {}

  /// The stored form.
  ///
  /// @throws IllegalArgumentException when the ids are not consecutive
  public static byte[] encode(List<HistoryEvent> events) {
    EventWriter writer = new EventWriter(64 + 16 * events.size());
    writer.writeByte(PLAIN);
    writer.writeUnsigned(events.size());
    if (events.isEmpty()) {
      return writer.toByteArray();
    }
    HistoryEvent first = events.getFirst();
    writer.writeUnsigned(first.id() - 1);
    writer.writeSigned(first.timestampMillis());
    long id = first.id();
    long time = first.timestampMillis();
    for (int i = 0; i < events.size(); i++) {
      HistoryEvent event = events.get(i);
      if (event.id() != id) {
        throw new IllegalArgumentException(
            "event " + event.id() + " stands where event " + id + " belongs");
      }
      writer.writeEvent(event, time);
      time = event.timestampMillis();
      id++;
    }
    return Deflated.ifWorthwhile(writer.toByteArray());
  }

  /// The events.
  ///
  /// @throws UnreadableEventsException when a newer version wrote them, or they are damaged
  public static List<HistoryEvent> decode(byte[] stored) {
    if (stored.length == 0) {
      throw new UnreadableEventsException("the stored events are empty, not even a version");
    }
    EventReader reader =
        switch (stored[0]) {
          case PLAIN -> new EventReader(stored, 1);
          case DEFLATED -> new EventReader(Deflated.inflate(stored), 0);
          default ->
              throw new UnreadableEventsException(
                  "the stored events have form "
                      + stored[0]
                      + ", this version reads forms 1 and 2: run the version that wrote them, or a"
                      + " later one");
        };
    try {
      return decode(reader);
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      throw new UnreadableEventsException(
          "the stored events are damaged near byte " + reader.position() + " of " + stored.length,
          e);
    }
  }

  private static List<HistoryEvent> decode(EventReader reader) {
    int count = Math.toIntExact(reader.readUnsigned());
    List<HistoryEvent> events = new ArrayList<>(Math.min(count, 100_000));
    if (count == 0) {
      return events;
    }
    long id = reader.readUnsigned();
    long time = reader.readSigned();
    for (int i = 0; i < count; i++) {
      id++;
      HistoryEvent event = reader.readEvent(id, time);
      time = event.timestampMillis();
      events.add(event);
    }
    return events;
  }
}
