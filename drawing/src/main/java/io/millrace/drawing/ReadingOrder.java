package io.millrace.drawing;

import io.millrace.asl.graph.FlowGraph;
import io.millrace.asl.graph.FlowGraph.Arrow;
import io.millrace.asl.graph.FlowGraph.Reason;
import io.millrace.asl.graph.FlowGraph.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Steps in the order in which a reader meets them: each before all that follow it, except where a
/// loop leads back. The order of the text would not do: authors sort states in many ways.
final class ReadingOrder {
  private ReadingOrder() {}

  static List<Step> of(FlowGraph graph) {
    Map<String, Step> steps = new LinkedHashMap<>();
    graph.steps().forEach(step -> steps.put(step.id(), step));
    Map<String, List<String>> targets = new HashMap<>();
    graph.arrows().stream()
        .sorted(Comparator.comparingInt(arrow -> arrow.reason() == Reason.CATCH ? 1 : 0))
        .forEach(
            (Arrow arrow) ->
                targets.computeIfAbsent(arrow.from(), _ -> new ArrayList<>()).add(arrow.to()));

    // Depth first without recursion, finished steps in reverse. What is looked at first comes
    // last, so catchers are looked at first.
    List<Step> finished = new ArrayList<>();
    Set<String> seen = new HashSet<>(Set.of(FlowGraph.START));
    Deque<Open> open = new ArrayDeque<>();
    open.push(new Open(FlowGraph.START, targets));
    while (!open.isEmpty()) {
      Open top = open.peek();
      if (top.rest.hasNext()) {
        String next = top.rest.next();
        if (seen.add(next)) {
          open.push(new Open(next, targets));
        }
      } else {
        open.pop();
        Step step = steps.remove(top.id);
        if (step != null) {
          finished.add(step);
        }
      }
    }
    List<Step> order = new ArrayList<>(finished.reversed());
    order.addAll(steps.values()); // unreachable ones, which a valid definition has not
    return order;
  }

  private record Open(String id, Iterator<String> rest) {
    Open(String id, Map<String, List<String>> targets) {
      this(id, targets.getOrDefault(id, List.of()).reversed().iterator());
    }
  }
}
