package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.machine.Edge;
import io.millrace.asl.lint.machine.Graph;
import io.millrace.asl.lint.machine.StateNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `loop-without-exit`: states from which no end can be reached. AWS only asks that the graph has
/// an end somewhere. AWS developer guide, "Quotas": an execution of type STANDARD fails at 25,000
/// events.
final class EndlessLoop implements Rule {
  @Override
  public List<String> names() {
    return List.of("loop-without-exit");
  }

  @Override
  public void check(Subject subject, Report report) {
    for (Graph graph : subject.machine().graph().allGraphs()) {
      Set<StateNode> reached = new LinkedHashSet<>();
      FailureEndsWell.reach(graph.start(), reached, true);
      Set<StateNode> ending = ending(reached);
      List<StateNode> caged = new ArrayList<>();
      for (StateNode state : reached) {
        boolean dangling =
            state.edges().isEmpty()
                || state.edges().stream().anyMatch(e -> graph.state(e.target()) == null);
        if (!ending.contains(state) && !dangling) {
          caged.add(state);
        }
      }
      if (!caged.isEmpty() && ending.size() + caged.size() == reached.size()) {
        StateNode first = caged.getFirst();
        report
            .warning(
                "loop-without-exit",
                first,
                first.pointer(),
                "no end can be reached from "
                    + Words.states(caged)
                    + ": the execution goes round until 25,000 events fail it")
            .hint("Add a Choice that leaves the loop.");
      }
    }
  }

  /// States from which some terminal state can be reached.
  private static Set<StateNode> ending(Set<StateNode> states) {
    Map<StateNode, List<StateNode>> sources = new HashMap<>();
    Deque<StateNode> open = new ArrayDeque<>();
    for (StateNode state : states) {
      if (state.isTerminal()) {
        open.add(state);
      }
      for (Edge edge : state.edges()) {
        StateNode target = state.graph().state(edge.target());
        if (target != null) {
          sources.computeIfAbsent(target, _ -> new ArrayList<>()).add(state);
        }
      }
    }
    Set<StateNode> ending = new LinkedHashSet<>();
    while (!open.isEmpty()) {
      StateNode state = open.remove();
      if (ending.add(state)) {
        open.addAll(sources.getOrDefault(state, List.of()));
      }
    }
    return ending;
  }
}
