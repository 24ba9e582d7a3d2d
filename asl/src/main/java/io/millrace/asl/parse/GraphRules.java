package io.millrace.asl.parse;

import io.millrace.asl.model.Catcher;
import io.millrace.asl.model.ChoiceRule;
import io.millrace.asl.model.Span;
import io.millrace.asl.model.State;
import io.millrace.asl.model.StateGraph;
import io.millrace.asl.model.Transition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether every transition leads somewhere, the graph has an end, and every state can be reached.
/// Order, wording and what suppresses what are as measured on AWS: dangling targets come first; a
/// graph without a terminal state is reported as such, and then its unreachable states are not.
final class GraphRules {
  private final Source source;
  private final Findings findings;

  /// All names there are, in whatever graph.
  private final Set<String> elsewhere = new HashSet<>();

  GraphRules(Source source, Findings findings) {
    this.source = source;
    this.findings = findings;
  }

  private record Edge(String target, String pointer) {}

  /// Checks a machine with everything in it.
  void checkAll(StateGraph graph) {
    collect(graph);
    check(graph);
  }

  private void collect(StateGraph graph) {
    elsewhere.addAll(graph.states().keySet());
    for (State state : graph.states().values()) {
      if (state instanceof State.Parallel parallel) {
        parallel.branches().forEach(this::collect);
      } else if (state instanceof State.Map map) {
        collect(map.processor());
      }
    }
  }

  private void check(StateGraph graph) {
    Set<String> known = graph.states().keySet();
    dangling(new Edge(graph.startAt(), graph.span().pointer() + "/StartAt"), known);
    for (State state : graph.states().values()) {
      edges(state).forEach(edge -> dangling(edge, known));
    }
    if (graph.states().values().stream().noneMatch(GraphRules::isTerminal)) {
      if (!graph.states().isEmpty()) {
        findings.reportAt(Rule.NO_END, graph.span(), null, "Workflow has no terminal state");
      }
    } else {
      unreachable(graph);
    }
    graph.states().values().forEach(this::inside);
  }

  private void inside(State state) {
    if (state instanceof State.Parallel parallel) {
      parallel.branches().forEach(this::check);
    } else if (state instanceof State.Map map) {
      check(map.processor());
    }
  }

  private void dangling(Edge edge, Set<String> known) {
    Span span = source.span(edge.pointer());
    // A field that is missing, or no text, has been reported.
    boolean isThere = source.root().at(edge.pointer()).isTextual();
    if (isThere && !known.contains(edge.target())) {
      String hint =
          elsewhere.contains(edge.target())
              ? "That state stands in another branch or item processor; a transition stays in its"
                  + " own."
              : findings.hint(edge.target(), known);
      findings.report(Rule.MISSING_TARGET, span, "Missing 'Next' target: " + edge.target(), hint);
    }
  }

  private void unreachable(StateGraph graph) {
    Set<String> reached = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    open.add(graph.startAt());
    while (!open.isEmpty()) {
      State state = graph.states().get(open.remove());
      if (state != null && reached.add(state.name())) {
        edges(state).forEach(edge -> open.add(edge.target()));
      }
    }
    for (State state : graph.states().values()) {
      if (!reached.contains(state.name())) {
        findings.report(
            Rule.UNREACHABLE_STATE,
            state.span(),
            "State \"" + state.name() + "\" is not reachable.");
      }
    }
  }

  private static boolean isTerminal(State state) {
    return switch (state) {
      case State.Succeed _, State.Fail _ -> true;
      case State.Choice _ -> false;
      case State.Pass _, State.Task _, State.Wait _, State.Parallel _, State.Map _ ->
          then(state) instanceof Transition.End;
    };
  }

  private static List<Edge> edges(State state) {
    List<Edge> edges = new ArrayList<>();
    String pointer = state.span().pointer();
    if (then(state) instanceof Transition.Next(var target)) {
      edges.add(new Edge(target, pointer + "/Next"));
    }
    if (state instanceof State.Choice choice) {
      for (ChoiceRule rule : choice.choices()) {
        edges.add(new Edge(rule.next(), rule.span().pointer() + "/Next"));
      }
      String byDefault = choice.defaultNext();
      if (byDefault != null) {
        edges.add(new Edge(byDefault, pointer + "/Default"));
      }
    }
    if (state instanceof State.Recoverable recoverable) {
      for (Catcher catcher : recoverable.catchers()) {
        edges.add(new Edge(catcher.next(), catcher.span().pointer() + "/Next"));
      }
    }
    return edges;
  }

  private static @Nullable Transition then(State state) {
    return switch (state) {
      case State.Pass pass -> pass.then();
      case State.Task task -> task.then();
      case State.Wait wait -> wait.then();
      case State.Parallel parallel -> parallel.then();
      case State.Map map -> map.then();
      case State.Choice _, State.Succeed _, State.Fail _ -> null;
    };
  }
}
