package io.millrace.asl.lint.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// States that may transition to each other: the machine's own, a Parallel's branch, or a Map's
/// processor. Filled while it is read, not changed afterwards.
public final class Graph {
  private final String pointer;
  private final String startAt;
  private final @Nullable StateNode owner;
  private final Map<String, StateNode> states = new LinkedHashMap<>();

  Graph(String pointer, String startAt, @Nullable StateNode owner) {
    this.pointer = pointer;
    this.startAt = startAt;
    this.owner = owner;
  }

  void add(StateNode state) {
    states.put(state.name(), state);
  }

  public String pointer() {
    return pointer;
  }

  /// The Parallel or Map it belongs to, or null for the machine's own.
  public @Nullable StateNode owner() {
    return owner;
  }

  /// The first state, or null when there is none of that name.
  public @Nullable StateNode start() {
    return states.get(startAt);
  }

  /// The states in the order of the text.
  public List<StateNode> states() {
    return List.copyOf(states.values());
  }

  /// The state of this name, or null.
  public @Nullable StateNode state(String name) {
    return states.get(name);
  }

  /// The graph's states and those of all graphs within.
  public List<StateNode> allStates() {
    List<StateNode> all = new ArrayList<>();
    for (StateNode state : states.values()) {
      all.add(state);
      state.graphs().forEach(graph -> all.addAll(graph.allStates()));
    }
    return all;
  }

  /// This graph and all graphs within.
  public List<Graph> allGraphs() {
    List<Graph> all = new ArrayList<>(List.of(this));
    for (StateNode state : states.values()) {
      state.graphs().forEach(graph -> all.addAll(graph.allGraphs()));
    }
    return all;
  }
}
