package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.machine.Handler;
import io.millrace.asl.lint.machine.StateNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// `handler-shadowed`: an element of Retry or Catch that an earlier one leaves nothing to. States
/// Language, "Errors": the first whose ErrorEquals matches is taken, even when its attempts are
/// used up.
final class ShadowedHandler implements Rule {
  /// What `States.TaskFailed` does not match, or what is matched otherwise.
  private static final Set<String> NO_TASK_FAILURES =
      Set.of("States.Timeout", "States.ALL", "States.TaskFailed", "States.Runtime");

  @Override
  public List<String> names() {
    return List.of("handler-shadowed");
  }

  @Override
  public void check(Subject subject, Report report) {
    for (StateNode state : subject.machine().states()) {
      check(state, state.retriers(), "Retry", report);
      check(state, state.catchers(), "Catch", report);
    }
  }

  private static void check(StateNode state, List<Handler> handlers, String field, Report report) {
    Set<String> seen = new HashSet<>();
    for (Handler handler : handlers) {
      List<String> late = new ArrayList<>();
      for (String error : handler.errorEquals()) {
        boolean failure = seen.contains("States.TaskFailed") && !NO_TASK_FAILURES.contains(error);
        if (seen.contains(error) || failure) {
          late.add(error);
        }
      }
      if (!late.isEmpty()) {
        report
            .warning(
                "handler-shadowed",
                state,
                handler.pointer(),
                Words.quoted(late)
                    + (late.size() > 1 ? " never come" : " never comes")
                    + " to this element of "
                    + field
                    + ": an earlier one of `"
                    + state.name()
                    + "` matches first")
            .hint("Put it before the one that matches more, or join the two.");
      }
      seen.addAll(handler.errorEquals());
    }
  }
}
