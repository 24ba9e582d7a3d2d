package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.machine.Graph;
import io.millrace.asl.lint.machine.StateNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// `state-unreached`: transitions lead to the state, but no data can take them. States without any
/// transition to them are refused by AWS, and reported by the parser.
final class UnreachedState implements Rule {
  @Override
  public List<String> names() {
    return List.of("state-unreached");
  }

  @Override
  public void check(Subject subject, Report report) {
    if (!subject.analysis().isComplete()) {
      return;
    }
    for (Graph graph : subject.machine().graph().allGraphs()) {
      StateNode owner = graph.owner();
      if (owner != null && subject.analysis().entry(owner).isNothing()) {
        continue;
      }
      Set<StateNode> linked = new LinkedHashSet<>();
      FailureEndsWell.reach(graph.start(), linked, true);
      for (StateNode state : linked) {
        if (subject.analysis().entry(state).isNothing()) {
          report
              .warning(
                  "state-unreached",
                  state,
                  state.pointer(),
                  "`" + state.name() + "` is never reached: no data take a way that leads to it")
              .hint("Mend the rules, or remove the state.");
        }
      }
    }
  }
}
