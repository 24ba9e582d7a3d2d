package io.millrace.engine.decide;

import io.millrace.engine.history.HistoryEvent;
import java.util.List;

/// One step of the engine.
///
/// @param events new events, durable before any effect is performed; may be empty
/// @param effects in order
/// @param accepted false when the command named an attempt that is not open (AWS: `TaskTimedOut` or
///   `TaskDoesNotExist`)
public record Decision(List<HistoryEvent> events, List<Effect> effects, boolean accepted) {
  public Decision {
    events = List.copyOf(events);
    effects = List.copyOf(effects);
  }
}
