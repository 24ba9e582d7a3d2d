package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.machine.Edge;
import io.millrace.asl.lint.machine.Graph;
import io.millrace.asl.lint.machine.StateNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `failure-succeeds`: a state that only failures lead to ends the execution as SUCCEEDED, so that
/// no alarm on failed executions rings and no redrive is possible.
final class FailureEndsWell implements Rule {
  @Override
  public List<String> names() {
    return List.of("failure-succeeds");
  }

  @Override
  public void check(Subject subject, Report report) {
    Graph graph = subject.machine().graph();
    Set<StateNode> ordinary = new LinkedHashSet<>();
    reach(graph.start(), ordinary, false);
    Set<StateNode> all = new LinkedHashSet<>();
    reach(graph.start(), all, true);
    for (StateNode state : all) {
      if (ordinary.contains(state) || state.isType("Fail") || !state.isTerminal()) {
        continue;
      }
      Report.Draft draft =
          report.warning(
              "failure-succeeds",
              state,
              state.has("End") ? state.at("End") : state.pointer(),
              "`"
                  + state.name()
                  + "` is reached only after failures, and ends the execution as"
                  + " SUCCEEDED");
      for (StateNode from : all) {
        boolean catches =
            from.edges().stream()
                .anyMatch(e -> e.kind() == Edge.Kind.CATCH && e.target().equals(state.name()));
        if (catches) {
          draft.because(from.at("Catch"), "`" + from.name() + "` comes here by its Catch");
        }
      }
      draft.hint(
          "Let a Fail state follow that passes the error on: \"ErrorPath\": \"$.error.Error\","
              + " \"CausePath\": \"$.error.Cause\".");
    }
  }

  /// Whether the transition is taken after a failure. A Catch of nothing but names of the author's
  /// own is a way to decide, as a Choice is.
  private static boolean isFailure(StateNode state, Edge edge) {
    return edge.kind() == Edge.Kind.CATCH
        && state.catchers().get(edge.index()).errorEquals().stream()
            .anyMatch(name -> name.startsWith("States.") || name.startsWith("Lambda."));
  }

  /// States that can be reached, with or without failures.
  static void reach(@Nullable StateNode start, Set<StateNode> found, boolean failures) {
    Deque<StateNode> open = new ArrayDeque<>();
    if (start != null) {
      open.add(start);
    }
    while (!open.isEmpty()) {
      StateNode state = open.remove();
      if (!found.add(state)) {
        continue;
      }
      for (Edge edge : state.edges()) {
        StateNode target = state.graph().state(edge.target());
        if (target != null && (failures || !isFailure(state, edge))) {
          open.add(target);
        }
      }
    }
  }
}
