package io.millrace.asl.lint.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.lint.machine.Edge;
import io.millrace.asl.lint.machine.Graph;
import io.millrace.asl.lint.machine.Handler;
import io.millrace.asl.lint.machine.StateNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// `failure-succeeds`: a state that only failures lead to ends the execution as SUCCEEDED, itself
/// or by joining the way of those that went well just before its end, so that no alarm on failed
/// executions rings and no redrive is possible. A NOTE where the errors are of the author's own.
final class FailureEndsWell implements Rule {
  private static final String RULE = "failure-succeeds";
  private static final String HINT =
      "Let a Fail state follow that passes the error on: \"ErrorPath\": \"$.error.Error\","
          + " \"CausePath\": \"$.error.Cause\".";

  @Override
  public List<String> names() {
    return List.of(RULE);
  }

  @Override
  public void check(Subject subject, Report report) {
    Graph graph = subject.machine().graph();
    Set<StateNode> ordinary = reached(graph, FailureEndsWell::isFailure);
    Set<StateNode> uncaught = reached(graph, (_, edge) -> edge.kind() == Edge.Kind.CATCH);
    Set<StateNode> all = reached(graph, (_, _) -> false);
    for (StateNode state : all) {
      if (state.isType("Fail")) {
        continue;
      }
      if (!ordinary.contains(state)) {
        ends(state, all, report);
        joins(state, ordinary, report);
      } else if (!uncaught.contains(state) && state.isTerminal() && isToldTheError(state, all)) {
        Report.Draft draft =
            report.note(
                RULE,
                state,
                end(state),
                "`"
                    + state.name()
                    + "` is reached only after errors of your own names, and ends the execution as"
                    + " SUCCEEDED");
        because(draft, state, all).hint(HINT);
      }
    }
  }

  private static void ends(StateNode state, Set<StateNode> all, Report report) {
    if (state.isTerminal()) {
      Report.Draft draft =
          report.warning(
              RULE,
              state,
              end(state),
              "`"
                  + state.name()
                  + "` is reached only after failures, and ends the execution as"
                  + " SUCCEEDED");
      because(draft, state, all).hint(HINT);
    }
  }

  /// Where it joins the way of those that went well, with nothing left to be done there.
  private static void joins(StateNode state, Set<StateNode> ordinary, Report report) {
    for (Edge edge : state.edges()) {
      StateNode target = state.graph().state(edge.target());
      if (target != null && ordinary.contains(target) && onlyEnds(target)) {
        report
            .warning(
                RULE,
                state,
                edge.pointer(),
                "`"
                    + state.name()
                    + "` is reached only after failures, and goes on to `"
                    + target.name()
                    + "`, where the execution ends as SUCCEEDED as if nothing had failed")
            .hint(HINT);
      }
    }
  }

  private static boolean onlyEnds(StateNode state) {
    Set<StateNode> found = new LinkedHashSet<>();
    reach(state, found, (_, _) -> false);
    return found.stream().allMatch(s -> s.isType("Succeed") || s.isType("Pass"));
  }

  private static String end(StateNode state) {
    return state.has("End") ? state.at("End") : state.pointer();
  }

  private static Report.Draft because(Report.Draft draft, StateNode state, Set<StateNode> all) {
    for (StateNode from : all) {
      boolean catches =
          from.edges().stream()
              .anyMatch(e -> e.kind() == Edge.Kind.CATCH && e.target().equals(state.name()));
      if (catches) {
        draft.because(from.at("Catch"), "`" + from.name() + "` comes here by its Catch");
      }
    }
    return draft;
  }

  /// Whether a Catch hands the error on to this state: who drops it takes it for no failure.
  private static boolean isToldTheError(StateNode state, Set<StateNode> all) {
    for (StateNode from : all) {
      for (Edge edge : from.edges()) {
        boolean here = edge.kind() == Edge.Kind.CATCH && edge.target().equals(state.name());
        if (here && keepsTheError(from.catchers().get(edge.index()))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean keepsTheError(Handler catcher) {
    JsonNode output = catcher.json().path("Output");
    return !output.isMissingNode()
        ? output.toString().contains("errorOutput")
        : !catcher.json().path("ResultPath").isNull() || catcher.json().has("Assign");
  }

  /// Whether the transition is taken after a failure. A Catch of nothing but names of the author's
  /// own is a way to decide, as a Choice is.
  private static boolean isFailure(StateNode state, Edge edge) {
    return edge.kind() == Edge.Kind.CATCH
        && state.catchers().get(edge.index()).errorEquals().stream()
            .anyMatch(name -> name.startsWith("States.") || name.startsWith("Lambda."));
  }

  private static Set<StateNode> reached(Graph graph, BiPredicate<StateNode, Edge> without) {
    Set<StateNode> found = new LinkedHashSet<>();
    reach(graph.start(), found, without);
    return found;
  }

  /// States that can be reached, with or without failures.
  static void reach(@Nullable StateNode start, Set<StateNode> found, boolean failures) {
    reach(start, found, failures ? (_, _) -> false : FailureEndsWell::isFailure);
  }

  /// States that can be reached without certain transitions.
  private static void reach(
      @Nullable StateNode start, Set<StateNode> found, BiPredicate<StateNode, Edge> without) {
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
        if (target != null && !without.test(state, edge)) {
          open.add(target);
        }
      }
    }
  }
}
