package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.machine.Graph;
import io.millrace.asl.lint.machine.Integration;
import io.millrace.asl.lint.machine.StateNode;
import java.util.List;

/// `express-pattern`, `express-overrun`: what an execution of type EXPRESS cannot do. AWS developer
/// guide, "Choosing workflow type": five minutes, no `.sync`, no `.waitForTaskToken`, no
/// activities, no distributed Map.
final class ExpressLimits implements Rule {
  @Override
  public List<String> names() {
    return List.of("express-overrun", "express-pattern");
  }

  private static final double LIMIT = 300;

  @Override
  public void check(Subject subject, Report report) {
    if (subject.options().isExpress()) {
      graph(subject.machine().graph(), report, false);
    }
    for (StateNode map : subject.machine().states("Map")) {
      if (map.isDistributed() && map.processorConfig("ExecutionType").equals("EXPRESS")) {
        map.graphs().forEach(graph -> graph(graph, report, true));
      }
    }
  }

  /// @param child whether the executions are children of a Map; of machines, the parser says which
  ///   patterns CreateStateMachine refuses
  private static void graph(Graph graph, Report report, boolean child) {
    double waits = 0;
    double backoffs = 0;
    for (StateNode state : graph.allStates()) {
      if (child) {
        pattern(state, report);
      }
      double timeout = Durations.constant(state, "TimeoutSeconds");
      if (timeout > LIMIT) {
        report.warning(
            "express-overrun",
            state,
            state.at("TimeoutSeconds"),
            "`"
                + state.name()
                + "` may take "
                + Words.duration(timeout)
                + ", but an EXPRESS execution ends after 5 minutes");
      }
      double wait = state.isType("Wait") ? Durations.constant(state, "Seconds") : 0;
      if (wait > 0) {
        waits += wait;
      }
      if (wait >= LIMIT) {
        report.warning(
            "express-overrun",
            state,
            state.at("Seconds"),
            "`"
                + state.name()
                + "` waits "
                + Words.duration(wait)
                + ", but an EXPRESS execution ends after 5 minutes");
      }
      backoffs += Durations.backoff(state);
    }
    StateNode start = graph.start();
    if (start != null && waits < LIMIT && waits + backoffs > LIMIT) {
      report
          .warning(
              "express-overrun",
              start,
              graph.pointer(),
              "waiting between retries may alone take "
                  + Words.duration(waits + backoffs)
                  + ", but an EXPRESS execution ends after 5 minutes")
          .hint("Retry sooner and less often, use fewer states, or choose type STANDARD.");
    }
  }

  private static void pattern(StateNode state, Report report) {
    Integration integration = state.integration();
    String what =
        !state.isType("Task")
            ? state.isDistributed() ? "a distributed Map" : ""
            : integration.kind() == Integration.Kind.ACTIVITY
                ? "an activity"
                : integration.pattern();
    if (what.isEmpty()) {
      return;
    }
    String message = "`" + state.name() + "` uses " + what + ", which an EXPRESS execution cannot";
    String pointer = state.isType("Task") ? state.at("Resource") : state.pointer();
    report
        .warning("express-pattern", state, pointer, message)
        .hint("Choose type STANDARD, or call the service without waiting for it.");
  }
}
