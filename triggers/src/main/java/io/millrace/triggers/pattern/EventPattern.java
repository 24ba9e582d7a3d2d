package io.millrace.triggers.pattern;

import java.io.IOException;
import software.amazon.event.ruler.Machine;

/// One event pattern, compiled (EventBridge user guide, "Creating event patterns"). Matching is
/// done by AWS's own Event Ruler, so prefix, suffix, numeric, cidr, exists, anything-but, wildcard,
/// equals-ignore-case and `$or` mean what they mean there. Safe for concurrent use.
public final class EventPattern {
  private static final String ONLY_RULE = "pattern";

  private final String text;
  private final Machine machine;

  private EventPattern(String text, Machine machine) {
    this.text = text;
    this.machine = machine;
  }

  /// @param json a JSON object; values are lists of what may match
  /// @throws IllegalArgumentException saying what is wrong with it
  public static EventPattern parse(String json) {
    Machine machine = Machine.builder().build();
    try {
      machine.addRule(ONLY_RULE, json);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "Event pattern is not valid. Reason: " + e.getMessage() + ". The pattern is: " + json, e);
    }
    return new EventPattern(json, machine);
  }

  /// Whether this event matches.
  ///
  /// @param event a JSON object
  /// @throws IllegalArgumentException when it is none
  public boolean matches(String event) {
    try {
      return !machine.rulesForJSONEvent(event).isEmpty();
    } catch (Exception e) {
      throw new IllegalArgumentException("an event to be matched is not a JSON object", e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
