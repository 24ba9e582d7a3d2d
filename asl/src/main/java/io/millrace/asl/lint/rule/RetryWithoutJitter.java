package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.machine.Handler;
import io.millrace.asl.lint.machine.StateNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `retry-in-step`: many workers that are throttled together retry together. AWS developer guide,
/// "Retrying after an error": JitterStrategy FULL spreads them, MaxDelaySeconds bounds the growing
/// wait.
final class RetryWithoutJitter implements Rule {
  @Override
  public List<String> names() {
    return List.of("retry-in-step");
  }

  private static final String CODE = "retry-in-step";

  @Override
  public void check(Subject subject, Report report) {
    for (StateNode state : subject.machine().states()) {
      List<Handler> bare = new ArrayList<>();
      boolean throttled = false;
      for (Handler retrier : state.retriers()) {
        boolean retries = retrier.number("MaxAttempts", 3) > 0;
        if (retries && !retrier.json().path("JitterStrategy").asText().equals("FULL")) {
          bare.add(retrier);
          throttled |= namesThrottling(retrier);
        }
      }
      StateNode map = owningMap(state);
      if (bare.isEmpty() || (map == null && !throttled)) {
        continue;
      }
      report(report, state, bare, map, throttled);
    }
  }

  private static void report(
      Report report,
      StateNode state,
      List<Handler> bare,
      @Nullable StateNode map,
      boolean throttled) {
    boolean unbounded = bare.stream().anyMatch(r -> !r.json().has("MaxDelaySeconds"));
    String message =
        "retries of `"
            + state.name()
            + "` have no JitterStrategy"
            + (unbounded ? " and no MaxDelaySeconds" : "")
            + ": "
            + (map == null
                ? "executions that are throttled together retry together"
                : "items of `" + map.name() + "` that are throttled together retry together");
    Report.Draft draft =
        throttled && map != null
            ? report.warning(CODE, state, state.at("Retry"), message)
            : report.note(CODE, state, state.at("Retry"), message);
    for (Handler retrier : bare) {
      draft.because(retrier.pointer(), waits(retrier));
    }
    draft.hint("Add \"JitterStrategy\": \"FULL\" and \"MaxDelaySeconds\".");
  }

  private static String waits(Handler retrier) {
    double wait = retrier.number("IntervalSeconds", 1);
    double rate = retrier.number("BackoffRate", 2);
    int attempts = (int) retrier.number("MaxAttempts", 3);
    double longest = retrier.number("MaxDelaySeconds", Double.MAX_VALUE);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < Math.min(attempts, 6); i++) {
      all.add(
          String.format(Locale.ROOT, "%.4g", Math.min(wait, longest)).replaceAll("\\.?0+$", ""));
      wait *= rate;
    }
    return "it waits "
        + String.join(", ", all)
        + (attempts > all.size() ? ", …" : "")
        + " s, the same for all";
  }

  static boolean namesThrottling(Handler retrier) {
    for (String name : retrier.errorEquals()) {
      String lower = name.toLowerCase(Locale.ROOT);
      boolean throttling =
          lower.contains("throttl")
              || lower.contains("toomanyrequests")
              || lower.contains("ratelimit")
              || lower.contains("quota")
              || lower.contains("429");
      if (throttling) {
        return true;
      }
    }
    return false;
  }

  /// The Map around, however far, that runs several items at once; null when there is none.
  static @Nullable StateNode owningMap(StateNode state) {
    for (StateNode at = state.graph().owner(); at != null; at = at.graph().owner()) {
      if (at.isType("Map") && at.json().path("MaxConcurrency").asInt(0) != 1) {
        return at;
      }
    }
    return null;
  }
}
