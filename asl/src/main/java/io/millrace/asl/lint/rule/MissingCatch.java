package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.machine.Edge;
import io.millrace.asl.lint.machine.Graph;
import io.millrace.asl.lint.machine.StateNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// `catch-missing`: some states of a graph have their failures handled, others do not; when those
/// fail, whatever the handler would have put in order stays as it is.
final class MissingCatch implements Rule {
  @Override
  public List<String> names() {
    return List.of("catch-missing");
  }

  @Override
  public void check(Subject subject, Report report) {
    for (Graph graph : subject.machine().graph().allGraphs()) {
      graph(graph, report);
    }
  }

  private static void graph(Graph graph, Report report) {
    Set<StateNode> ordinary = new LinkedHashSet<>();
    FailureEndsWell.reach(graph.start(), ordinary, false);
    Set<String> handlers = new LinkedHashSet<>();
    List<StateNode> uncaught = new ArrayList<>();
    for (StateNode state : graph.states()) {
      if (!ordinary.contains(state)) {
        continue;
      }
      for (Edge edge : state.edges()) {
        StateNode handler = graph.state(edge.target());
        if (edge.kind() == Edge.Kind.CATCH && handler != null && !ordinary.contains(handler)) {
          handlers.add(edge.target());
        }
      }
      boolean canFail = state.isType("Task") || state.isType("Map") || state.isType("Parallel");
      if (canFail && state.catchers().isEmpty()) {
        uncaught.add(state);
      }
    }
    if (handlers.isEmpty() || uncaught.isEmpty()) {
      return;
    }
    StateNode first = uncaught.getFirst();
    Report.Draft draft =
        report.warning(
            "catch-missing",
            first,
            first.pointer(),
            "failures of "
                + Words.states(uncaught)
                + " are not caught, so that "
                + Words.quoted(List.copyOf(handlers))
                + (handlers.size() > 1 ? " do" : " does")
                + " not run when "
                + (uncaught.size() > 1 ? "one of them fails" : "it fails"));
    for (StateNode state : uncaught) {
      draft.because(state.pointer(), "`" + state.name() + "` has no Catch");
    }
    draft.hint("Give each of them a Catch, as the other states have.");
  }
}
