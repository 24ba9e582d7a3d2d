package io.millrace.testkit;

import io.millrace.asl.json.Payload;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.journal.ExecutionWrite;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// Headers, events and writes for tests of what stores them.
public final class Histories {
  private static final String ACCOUNT = "us-east-1:000000000000";
  private static final AtomicLong NUMBER = new AtomicLong();

  private Histories() {}

  /// The header of an execution; later calls give later ids.
  public static ExecutionHeader header(String machine, String name) {
    long number = NUMBER.incrementAndGet();
    return new ExecutionHeader(
        new UUID(0x0198_0000_0000_7000L + (number << 16), number),
        "arn:aws:states:" + ACCOUNT + ":execution:" + machine + ":" + name,
        name,
        "arn:aws:states:" + ACCOUNT + ":stateMachine:" + machine,
        machine,
        UUID.nameUUIDFromBytes(machine.getBytes(StandardCharsets.UTF_8)),
        "arn:aws:iam::000000000000:role/" + machine,
        "us-east-1",
        1_800_000_000_000L + number,
        number * 0x9E3779B97F4A7C15L);
  }

  /// Events with the ids from `first` to `last`, as Pass states write them. The same arguments give
  /// equal events.
  public static List<HistoryEvent> passEvents(long first, long last) {
    List<HistoryEvent> events = new ArrayList<>();
    for (long id = first; id <= last; id++) {
      String state = "S" + id / 2;
      Payload payload = Payload.ofText("{\"n\":" + id / 3 + "}");
      boolean entered = id % 2 == 0;
      events.add(
          new HistoryEvent(
              id,
              id - 1,
              1_800_000_000_000L + id,
              entered ? EventType.PassStateEntered : EventType.PassStateExited,
              entered
                  ? new EventDetails.StateEntered(state, payload)
                  : new EventDetails.StateExited(state, payload, Map.of())));
    }
    return events;
  }

  /// A write of a running execution that waits for nothing.
  public static ExecutionWrite write(
      ExecutionHeader header, boolean isNew, List<HistoryEvent> events) {
    return new ExecutionWrite(header, isNew, events, ExecutionStatus.RUNNING, null, null, false);
  }
}
