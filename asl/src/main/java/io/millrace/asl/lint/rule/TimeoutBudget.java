package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.machine.StateNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Limits that contradict each other: `timeout-budget` (all attempts of a state take longer than
/// the machine may), `timeout-race` (limits equal to Lambda's own of 900 s).
final class TimeoutBudget implements Rule {
  @Override
  public List<String> names() {
    return List.of("timeout-race", "timeout-budget");
  }

  private static final double LAMBDA_MAX = 900;
  private static final double LONG = 6 * 3600;

  @Override
  public void check(Subject subject, Report report) {
    Double whole = subject.machine().timeoutSeconds();
    List<StateNode> racing = new ArrayList<>();
    for (StateNode state : subject.machine().states("Task")) {
      double timeout = Durations.constant(state, "TimeoutSeconds");
      boolean function = state.integration().isLambda() && !state.integration().waitsForToken();
      if (timeout == LAMBDA_MAX && function) {
        racing.add(state);
      }
      if (timeout > 0) {
        budget(report, state, timeout, whole);
      }
    }
    if (!racing.isEmpty()) {
      race(report, racing);
    }
  }

  private static void race(Report report, List<StateNode> states) {
    StateNode first = states.getFirst();
    report
        .note(
            "timeout-race",
            first,
            first.at("TimeoutSeconds"),
            Words.states(states)
                + " may take 900 s, which is also the most that Lambda allows a function: whichever"
                + " limit comes first names the error")
        .hint("Let the state's limit be a little above the function's own.");
  }

  private static void budget(
      Report report, StateNode state, double timeout, @Nullable Double whole) {
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
              "timeout-budget",
              state,
              state.at("TimeoutSeconds"),
              sum + ", more than the " + Words.duration(whole) + " of the machine")
          .because("/TimeoutSeconds", "the machine ends after " + Words.duration(whole))
          .hint(hints.getFirst());
    } else if (whole == null && attempts > 1 && all >= LONG) {
      report
          .note(
              "timeout-budget",
              state,
              state.at("TimeoutSeconds"),
              sum + "; the machine has no limit of its own")
          .hint(hints.getLast());
    }
  }
}
