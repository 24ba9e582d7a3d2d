package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.machine.Graph;
import io.millrace.asl.lint.machine.StateNode;
import java.util.ArrayList;
import java.util.List;

/// `item-aborts-others`: one failing item fails the Map, which stops all other items; what they
/// have done so far, and what it has cost, is lost. AWS developer guide, "Map state".
final class ItemAbortsSiblings implements Rule {
  @Override
  public List<String> names() {
    return List.of("item-aborts-others");
  }

  @Override
  public void check(Subject subject, Report report) {
    for (StateNode map : subject.machine().states("Map")) {
      boolean tolerates =
          map.has("ToleratedFailureCount")
              || map.has("ToleratedFailureCountPath")
              || map.has("ToleratedFailurePercentage")
              || map.has("ToleratedFailurePercentagePath");
      if (!tolerates && map.json().path("MaxConcurrency").asInt(0) != 1) {
        map.graphs().forEach(graph -> check(map, graph, report));
      }
    }
  }

  private static void check(StateNode map, Graph graph, Report report) {
    List<StateNode> failing = new ArrayList<>();
    int tasks = 0;
    boolean fails = false;
    for (StateNode state : graph.allStates()) {
      boolean isFail = state.isType("Fail");
      boolean task = state.isType("Task");
      tasks += task ? 1 : 0;
      fails |= isFail;
      if (isFail || (task && state.catchers().isEmpty())) {
        failing.add(state);
      }
    }
    if (failing.isEmpty() || tasks == 0) {
      return;
    }
    String message =
        "one item that fails at "
            + Words.states(failing)
            + " fails `"
            + map.name()
            + "` and aborts the other items, with what they have done and cost so far";
    Report.Draft draft =
        fails || tasks > 1
            ? report.warning("item-aborts-others", map, map.pointer(), message)
            : report.note("item-aborts-others", map, map.pointer(), message);
    for (StateNode state : failing) {
      draft.because(
          state.pointer(),
          state.isType("Fail")
              ? "`" + state.name() + "` fails the item"
              : "`" + state.name() + "` has no Catch");
    }
    draft.hint(
        map.isDistributed()
            ? "Set ToleratedFailureCount or ToleratedFailurePercentage, or end the item with a"
                + " record of its failure."
            : "Catch within the item and end it with a record of its failure, for the states after"
                + " the Map to judge; or make the Map distributed with"
                + " ToleratedFailurePercentage.");
  }
}
