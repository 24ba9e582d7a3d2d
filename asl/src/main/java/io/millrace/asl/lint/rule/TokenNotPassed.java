package io.millrace.asl.lint.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.lint.machine.Integration;
import io.millrace.asl.lint.machine.StateNode;
import java.util.List;

/// `token-not-passed`: a task waits for its token to come back, but never gives it away.
/// `token-idle`: a task that does not wait gives a token away. AWS developer guide, "Wait for a
/// Callback with Task Token": the token comes from the context object.
final class TokenNotPassed implements Rule {
  @Override
  public List<String> names() {
    return List.of("token-not-passed", "token-idle");
  }

  @Override
  public void check(Subject subject, Report report) {
    for (StateNode task : subject.machine().states("Task")) {
      if (!task.integration().waitsForToken()) {
        idle(task, report);
        continue;
      }
      JsonNode payload = task.field(task.isJsonata() ? "Arguments" : "Parameters");
      boolean passed =
          payload != null && (task.isJsonata() ? readsContext(payload) : readsToken(payload));
      if (!passed) {
        report
            .error(
                "token-not-passed",
                task,
                task.pointer(),
                "`"
                    + task.name()
                    + "` waits for a task token that it gives to nobody: it can only time out")
            .because(
                task.at("Resource"),
                "each attempt of a .waitForTaskToken task makes a token of its own, which exists"
                    + " nowhere else")
            .hint(
                task.isJsonata()
                    ? "Pass {% $states.context.Task.Token %} to the worker in Arguments."
                    : "Pass it to the worker in Parameters: \"taskToken.$\": \"$$.Task.Token\". A"
                        + " state before this one cannot know it: start the worker from here.");
      }
    }
  }

  private static void idle(StateNode task, Report report) {
    JsonNode payload = task.field("Parameters");
    boolean waits =
        task.integration().waitsForJob()
            || task.integration().kind() == Integration.Kind.ACTIVITY
            || task.text("Resource").startsWith("${");
    if (task.isJsonata() || waits || payload == null || !namesToken(payload)) {
      return;
    }
    report
        .warning(
            "token-idle",
            task,
            task.at("Parameters"),
            "`"
                + task.name()
                + "` gives away `$$.Task.Token`, but does not wait for it: only a task whose"
                + " Resource ends with .waitForTaskToken has a token that may be sent back")
        .because(
            task.at("Resource"),
            "`"
                + task.name()
                + "` is over as soon as "
                + task.integration().description()
                + " has answered")
        .hint(
            "Start the worker and wait for it in one state:"
                + " arn:aws:states:::lambda:invoke.waitForTaskToken. Then a retry starts a new"
                + " worker with a new token, too.");
  }

  private static boolean namesToken(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue().contains("$$.Task.Token");
    }
    for (JsonNode child : node) {
      if (namesToken(child)) {
        return true;
      }
    }
    return false;
  }

  private static boolean readsToken(JsonNode node) {
    if (node.isTextual()) {
      String text = node.textValue();
      return text.equals("$$") || text.contains("$$.Task") || text.contains("$$['Task");
    }
    for (JsonNode child : node) {
      if (readsToken(child)) {
        return true;
      }
    }
    return false;
  }

  private static boolean readsContext(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue().contains("context") || node.textValue().contains("$states");
    }
    for (JsonNode child : node) {
      if (readsContext(child)) {
        return true;
      }
    }
    return false;
  }
}
