package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.machine.StateNode;
import java.util.List;

/// Limits that contradict each other: `LINT_HEARTBEAT_NOT_SHORTER`, `LINT_TIMEOUT_BUDGET` (all
/// attempts of a state take longer than the machine may), `LINT_TIMEOUT_RACE` (a limit equal to
/// Lambda's own of 900 s).
final class TimeoutBudget implements Rule {
  private static final double LAMBDA_MAX = 900;
  private static final double LONG = 6 * 3600;

  @Override
  public void check(Subject subject, Report report) {
    Double whole = subject.machine().timeoutSeconds();
    for (StateNode state : subject.machine().states("Task")) {
      double timeout = Durations.constant(state, "TimeoutSeconds");
      double heartbeat = Durations.constant(state, "HeartbeatSeconds");
      if (heartbeat >= timeout) {
        report
            .warning(
                "LINT_HEARTBEAT_NOT_SHORTER",
                state,
                state.at("HeartbeatSeconds"),
                "the heartbeat of `"
                    + state.name()
                    + "` ("
                    + Words.duration(heartbeat)
                    + ") is not shorter than its timeout ("
                    + Words.duration(timeout)
                    + "), so that it never tells anything")
            .hint("Let the worker beat at least three times as often as HeartbeatSeconds asks.");
      }
      if (timeout == LAMBDA_MAX && state.integration().isLambda() && !state.integration().waitsForToken()) {
        race(report, state);
      }
      if (timeout > 0) {
        budget(report, state, timeout, whole);
      }
    }
  }

  private static void race(Report report, StateNode state) {
    report
        .note(
            "LINT_TIMEOUT_RACE",
            state,
            state.at("TimeoutSeconds"),
            "`"
                + state.name()
                + "` may take 900 s, which is also the most that Lambda allows: whichever limit"
                + " comes first names the error")
        .hint("Let the state's limit be a little above the function's own.");
  }

  private static void budget(
      Report report,
      StateNode state,
      double timeout,
      @org.jspecify.annotations.Nullable Double whole) {
    int attempts = Durations.attempts(state);
    double all = timeout * attempts + Durations.backoff(state);
    String sum =
        "`"
            + state.name()
            + "` may take "
            + Words.duration(all)
            + ": "
            + attempts
            + (attempts == 1 ? " attempt" : " attempts")
            + " of "
            + Words.duration(timeout)
            + (attempts == 1 ? "" : " and the waits between them");
    List<String> hints =
        List.of(
            "Fewer attempts, a shorter TimeoutSeconds, or a longer one for the machine.",
            "Set TimeoutSeconds for the machine: the time by which the whole has to be done.");
    if (whole != null && all > whole) {
      report
          .warning(
              "LINT_TIMEOUT_BUDGET",
              state,
              state.at("TimeoutSeconds"),
              sum + ", more than the " + Words.duration(whole) + " of the machine")
          .because("/TimeoutSeconds", "the machine ends after " + Words.duration(whole))
          .hint(hints.getFirst());
    } else if (whole == null && attempts > 1 && all >= LONG) {
      report
          .note(
              "LINT_TIMEOUT_BUDGET",
              state,
              state.at("TimeoutSeconds"),
              sum + "; the machine has no limit of its own")
          .hint(hints.getLast());
    }
  }
}
