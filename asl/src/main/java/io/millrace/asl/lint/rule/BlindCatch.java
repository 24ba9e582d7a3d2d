package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.flow.Read;
import io.millrace.asl.lint.machine.Edge;
import io.millrace.asl.lint.machine.Handler;
import io.millrace.asl.lint.machine.StateNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `catch-blind`: a Catch that cannot see the failure it seems to be meant for. AWS developer
/// guide, "Handling errors in Step Functions workflows": States.ALL sees neither States.Runtime nor
/// States.DataLimitExceeded; nothing sees States.Runtime.
final class BlindCatch implements Rule {
  @Override
  public List<String> names() {
    return List.of("catch-blind");
  }

  private static final String CODE = "catch-blind";

  @Override
  public void check(Subject subject, Report report) {
    for (StateNode state : subject.machine().states()) {
      List<Handler> handlers = new ArrayList<>(state.catchers());
      handlers.addAll(state.retriers());
      for (Handler handler : handlers) {
        if (handler.errorEquals().contains("States.Runtime")) {
          report
              .warning(
                  CODE,
                  state,
                  handler.pointer(),
                  "States.Runtime is named here, but neither Retry nor Catch ever sees it: the"
                      + " execution fails")
              .hint(
                  "Avoid the failure (missing paths, wrong types), or watch for failed executions"
                      + " from outside.");
        }
      }
    }
    if (subject.analysis().isComplete()) {
      targets(subject, report);
    }
  }

  /// States that handle errors, and the failing reads they will never hear of.
  private static void targets(Subject subject, Report report) {
    Set<StateNode> failing = new LinkedHashSet<>();
    for (Read read : subject.analysis().reads()) {
      if (read.effect() == Read.Effect.FAILS && read.presence().isDoubtful()) {
        failing.add(read.state());
      }
    }
    Map<StateNode, List<StateNode>> byTarget = new LinkedHashMap<>();
    for (StateNode state : failing) {
      List<Handler> catchers = state.catchers();
      for (Edge edge : state.edges()) {
        boolean all =
            edge.kind() == Edge.Kind.CATCH
                && catchers.get(edge.index()).errorEquals().contains("States.ALL");
        StateNode target = all ? state.graph().state(edge.target()) : null;
        if (target != null) {
          byTarget.computeIfAbsent(target, _ -> new ArrayList<>()).add(state);
        }
      }
    }
    byTarget.forEach((target, states) -> report(report, target, states));
  }

  private static void report(Report report, StateNode target, List<StateNode> states) {
    StateNode first = states.getFirst();
    String message =
        "the Catch of "
            + Words.states(states)
            + " will not lead to `"
            + target.name()
            + "` when one of the paths found missing is read: that is States.Runtime, which"
            + " States.ALL does not see";
    Report.Draft draft = report.warning(CODE, first, first.at("Catch"), message);
    for (StateNode state : states) {
      draft.because(
          state.pointer(), "`" + state.name() + "` reads a path that is, or may be, missing");
    }
    draft.hint(
        "Mend the paths; as a backstop let a rule on failed executions do what `"
            + target.name()
            + "` does, or use JSONata, whose States.QueryEvaluationError can be caught.");
  }
}
