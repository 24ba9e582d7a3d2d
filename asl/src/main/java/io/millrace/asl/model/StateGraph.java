package io.millrace.asl.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// States that may transition to each other: the machine's own, a Parallel's branch, or a Map's
/// item processor.
///
/// @param states by name, in the order of the text
public record StateGraph(String startAt, Map<String, State> states, Span span) {
  public StateGraph {
    states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
  }

  /// The state with this name.
  ///
  /// @throws IllegalStateException when there is none: the parser refuses such a definition
  public State state(String name) {
    State state = states.get(name);
    if (state == null) {
      throw new IllegalStateException("no state named '" + name + "' at " + span);
    }
    return state;
  }

  /// The state named by `StartAt`.
  public State start() {
    return state(startAt);
  }
}
