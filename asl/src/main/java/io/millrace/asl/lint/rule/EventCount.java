package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.machine.Edge;
import io.millrace.asl.lint.machine.Graph;
import io.millrace.asl.lint.machine.Integration;
import io.millrace.asl.lint.machine.StateNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// How many history events states write at least, without retries; Maps without their items. As
/// recorded: a task writes Entered, Scheduled, Started, Succeeded and Exited, and Submitted when it
/// waits.
final class EventCount {
  /// More than any execution has: it cannot be reached.
  static final long NEVER = 1_000_000_000L;

  private EventCount() {}

  /// Events of one pass through the state.
  static long of(StateNode state) {
    return switch (state.type()) {
      case "Fail" -> 1;
      case "Task" -> {
        Integration integration = state.integration();
        yield integration.waitsForJob() || integration.waitsForToken() ? 6 : 5;
      }
      case "Parallel" -> {
        long events = 4;
        for (Graph branch : state.graphs()) {
          events += Math.min(shortest(branch, null), NEVER);
        }
        yield Math.min(events, NEVER);
      }
      case "Map" -> 4;
      default -> 2;
    };
  }

  /// Events of the shortest way from the graph's start to an end that is no failure.
  ///
  /// @param through a state that has to be on the way, or null
  static long shortest(Graph graph, @Nullable StateNode through) {
    StateNode start = graph.start();
    if (start == null) {
      return NEVER;
    }
    if (through == null) {
      return toEnd(start);
    }
    Long before = distances(start).get(through);
    return before == null ? NEVER : before + toEnd(through) - of(through);
  }

  private static long toEnd(StateNode from) {
    long best = NEVER;
    for (Map.Entry<StateNode, Long> entry : distances(from).entrySet()) {
      StateNode state = entry.getKey();
      if (state.isTerminal() && !state.isType("Fail")) {
        best = Math.min(best, entry.getValue());
      }
    }
    return best;
  }

  /// Events from a state to each other one, both included.
  private static Map<StateNode, Long> distances(StateNode from) {
    record Reached(StateNode state, long events) {}
    Map<StateNode, Long> known = new HashMap<>();
    PriorityQueue<Reached> open = new PriorityQueue<>(Comparator.comparingLong(Reached::events));
    open.add(new Reached(from, of(from)));
    while (!open.isEmpty()) {
      Reached next = open.remove();
      if (known.putIfAbsent(next.state, next.events) != null) {
        continue;
      }
      for (Edge edge : next.state.edges()) {
        StateNode target = next.state.graph().state(edge.target());
        if (target != null && edge.kind() != Edge.Kind.CATCH && !known.containsKey(target)) {
          open.add(new Reached(target, next.events + of(target)));
        }
      }
    }
    return known;
  }
}
