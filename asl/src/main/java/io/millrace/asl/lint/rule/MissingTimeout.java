package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.Finding.Severity;
import io.millrace.asl.lint.machine.Integration;
import io.millrace.asl.lint.machine.StateNode;
import java.util.ArrayList;
import java.util.List;

/// `no-timeout`: tasks that may wait for ever. AWS developer guide, "Task state": without
/// TimeoutSeconds a task may take 99,999,999 seconds; an execution ends after a year.
final class MissingTimeout implements Rule {
  @Override
  public List<String> names() {
    return List.of("no-timeout");
  }

  @Override
  public void check(Subject subject, Report report) {
    List<StateNode> waiting = new ArrayList<>();
    List<StateNode> plain = new ArrayList<>();
    for (StateNode task : subject.machine().states("Task")) {
      boolean limited =
          task.has("TimeoutSeconds")
              || task.has("TimeoutSecondsPath")
              || task.has("TimeoutSeconds.$");
      if (limited || task.has("HeartbeatSeconds") || task.has("HeartbeatSecondsPath")) {
        continue;
      }
      Integration integration = task.integration();
      boolean waits =
          integration.waitsForToken()
              || integration.waitsForJob()
              || integration.kind() == Integration.Kind.ACTIVITY;
      (waits ? waiting : plain).add(task);
    }
    boolean whole = subject.machine().timeoutSeconds() != null || subject.options().isExpress();
    for (StateNode task : waiting) {
      waiting(report, task, whole);
    }
    if (!plain.isEmpty()) {
      String message =
          Words.states(plain)
              + (plain.size() > 1 ? " have" : " has")
              + " no TimeoutSeconds"
              + (whole ? "" : ", nor has the machine: the default is 99,999,999 s, three years");
      StateNode first = plain.getFirst();
      report
          .add(
              whole ? Severity.NOTE : Severity.WARNING,
              "no-timeout",
              first,
              first.pointer(),
              message)
          .hint(
              "Give each task a TimeoutSeconds a little above what its work may take"
                  + (whole ? "." : ", and the machine one for the whole."));
    }
  }

  private static void waiting(Report report, StateNode task, boolean whole) {
    String what =
        switch (task.integration().kind()) {
          case ACTIVITY -> "a worker of its activity";
          case FUNCTION, SERVICE ->
              task.integration().waitsForToken() ? "its task token" : "the job that it started";
        };
    report
        .add(
            whole ? Severity.NOTE : Severity.WARNING,
            "no-timeout",
            task,
            task.pointer(),
            "`"
                + task.name()
                + "` waits for "
                + what
                + " without TimeoutSeconds or HeartbeatSeconds"
                + (whole
                    ? ""
                    : ": if nobody answers, for as long as an execution may take, a year"))
        .hint("Set TimeoutSeconds, and HeartbeatSeconds where the worker can send heartbeats.");
  }
}
