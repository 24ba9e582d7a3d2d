package io.millrace.asl.lint.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.lint.Finding;
import io.millrace.asl.lint.machine.Edge;
import io.millrace.asl.lint.machine.Graph;
import io.millrace.asl.lint.machine.StateNode;
import io.millrace.asl.lint.shape.DataPath;
import io.millrace.asl.lint.shape.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `error-loop`: a caught error leads back to the state that failed, and nothing on the way changes
/// what decides whether to go round again. A permanent fault then loops until the 25,000 events of
/// an execution are used up.
final class ErrorLoop implements Rule {
  @Override
  public List<String> names() {
    return List.of("error-loop");
  }

  /// A state whose failures come back to it, and the way.
  private record Round(StateNode state, Edge edge, List<StateNode> way) {}

  @Override
  public void check(Subject subject, Report report) {
    for (Graph graph : subject.machine().graph().allGraphs()) {
      Set<StateNode> ordinary = new LinkedHashSet<>();
      FailureEndsWell.reach(graph.start(), ordinary, false);
      Map<StateNode, List<Round>> byHandler = new LinkedHashMap<>();
      for (StateNode state : graph.states()) {
        for (Edge edge : state.edges()) {
          StateNode handler = graph.state(edge.target());
          // Going on with the next state in spite of a failure is no handling of it.
          boolean handles =
              edge.kind() == Edge.Kind.CATCH && handler != null && !ordinary.contains(handler);
          List<StateNode> way = handles && handler != null ? way(handler, state) : null;
          if (handler != null && way != null && !waits(way)) {
            byHandler
                .computeIfAbsent(handler, _ -> new ArrayList<>())
                .add(new Round(state, edge, way));
          }
        }
      }
      byHandler.values().forEach(rounds -> report(report, rounds));
    }
  }

  private static boolean waits(List<StateNode> way) {
    return way.stream()
        .anyMatch(at -> at.isType("Wait") || (at.isType("Choice") && at.isJsonata()));
  }

  /// The shortest way without failures, both ends included; null when there is none.
  private static @Nullable List<StateNode> way(StateNode from, StateNode to) {
    Map<StateNode, StateNode> before = new HashMap<>();
    Deque<StateNode> open = new ArrayDeque<>(List.of(from));
    before.put(from, from);
    while (!open.isEmpty()) {
      StateNode at = open.remove();
      if (at == to) {
        List<StateNode> way = new ArrayList<>(List.of(at));
        while (at != from) {
          at = before.getOrDefault(at, from);
          way.addFirst(at);
        }
        return way;
      }
      for (Edge edge : at.edges()) {
        StateNode target = at.graph().state(edge.target());
        if (target != null && edge.kind() != Edge.Kind.CATCH && !before.containsKey(target)) {
          before.put(target, at);
          open.add(target);
        }
      }
    }
    return null;
  }

  private static void report(Report report, List<Round> rounds) {
    Round first = rounds.getFirst();
    List<String> tested = new ArrayList<>();
    List<StateNode> choices = new ArrayList<>();
    for (StateNode at : first.way) {
      if (at.isType("Choice")) {
        choices.add(at);
        tested.addAll(variables(at.json().path("Choices")));
      }
    }
    List<String> changed = changed(first.state, first.edge, first.way, tested);
    String decided =
        choices.isEmpty()
            ? ": nothing on the way decides to stop"
            : changed.isEmpty()
                ? ": nothing on the way changes "
                    + Words.quoted(tested)
                    + ", which decides in "
                    + Words.states(choices)
                : ", unless what it gets on the way for "
                    + Words.quoted(changed)
                    + " ends it in "
                    + Words.states(choices);
    List<StateNode> states = rounds.stream().map(Round::state).toList();
    List<String> names = new ArrayList<>(List.of(first.state.name()));
    first.way.forEach(at -> names.add(at.name()));
    report
        .add(
            changed.isEmpty() ? Finding.Severity.WARNING : Finding.Severity.NOTE,
            "error-loop",
            first.state,
            first.edge.pointer(),
            "when "
                + (states.size() > 1 ? "one of " : "")
                + Words.states(states)
                + " keeps failing, the execution goes round until 25,000 events fail it"
                + decided)
        .because(first.edge.pointer(), "the way round is " + String.join(" → ", names))
        .hint(
            "Count the failures, and leave the loop after some; or read what decides anew on each"
                + " round.");
  }

  /// The first names of all paths that the rules test.
  private static Set<String> variables(JsonNode rules) {
    Set<String> found = new LinkedHashSet<>();
    for (JsonNode each : rules.findValues("Variable")) {
      found.add(each.asText());
    }
    return found;
  }

  /// Those of the tested paths that may have changed after one round.
  private static List<String> changed(
      StateNode failing, Edge edge, List<StateNode> way, List<String> tested) {
    List<String> changed = new ArrayList<>();
    for (String text : tested) {
      DataPath path = DataPath.of(text);
      String caught = failing.catchers().get(edge.index()).json().path("ResultPath").asText("$");
      boolean changes = path.root() != DataPath.Root.INPUT || writes(caught, path);
      for (StateNode at : way.subList(0, way.size() - 1)) {
        boolean works = List.of("Task", "Pass", "Map", "Parallel").contains(at.type());
        JsonNode resultPath = at.json().path("ResultPath");
        changes |= works && !resultPath.isNull() && writes(resultPath.asText("$"), path);
        changes |= at.has("OutputPath") || at.has("InputPath") || at.isJsonata();
      }
      if (changes) {
        changed.add(text);
      }
    }
    return changed;
  }

  private static boolean writes(String resultPath, DataPath tested) {
    List<Step> into = DataPath.of(resultPath.isEmpty() ? "$" : resultPath).steps();
    int common = Math.min(into.size(), tested.steps().size());
    return into.subList(0, common).equals(tested.steps().subList(0, common));
  }
}
