package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.machine.Graph;
import io.millrace.asl.lint.machine.Handler;
import io.millrace.asl.lint.machine.Integration;
import io.millrace.asl.lint.machine.StateNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `error-never-raised`: ErrorEquals names an error that cannot come from there. `throttle-name`:
/// it names throttling as Lambda does not. AWS developer guide, "Handling errors in Step Functions
/// workflows", table of error names.
final class UnraisableError implements Rule {
  @Override
  public List<String> names() {
    return List.of("error-never-raised", "throttle-name");
  }

  private static final Set<String> RESERVED =
      Set.of(
          "States.ALL",
          "States.BranchFailed",
          "States.DataLimitExceeded",
          "States.ExceedToleratedFailureThreshold",
          "States.HeartbeatTimeout",
          "States.Http.Socket",
          "States.IntrinsicFailure",
          "States.ItemReaderFailed",
          "States.NoChoiceMatched",
          "States.ParameterPathFailure",
          "States.Permissions",
          "States.QueryEvaluationError",
          "States.ResultPathMatchFailure",
          "States.ResultWriterFailed",
          "States.Runtime",
          "States.TaskFailed",
          "States.Timeout");

  private static final Set<String> THROTTLE_NAMES =
      Set.of("ThrottlingException", "TooManyRequestsException", "Throttling", "ThrottledException");

  @Override
  public void check(Subject subject, Report report) {
    for (StateNode state : subject.machine().states()) {
      List<Handler> handlers = new ArrayList<>(state.retriers());
      handlers.addAll(state.catchers());
      for (Handler handler : handlers) {
        List<String> throttles = new ArrayList<>();
        for (String error : handler.errorEquals()) {
          String why = whyNever(state, error);
          if (why != null) {
            report
                .warning(
                    "error-never-raised",
                    state,
                    handler.pointer(),
                    "`" + state.name() + "` will not fail with `" + error + "`: " + why)
                .hint(hint(error));
          }
          if (THROTTLE_NAMES.contains(error) && state.integration().isLambda()) {
            throttles.add(error);
          }
        }
        throttles(report, state, handler, throttles);
      }
    }
  }

  private static void throttles(
      Report report, StateNode state, Handler handler, List<String> names) {
    boolean lambdas = handler.errorEquals().contains("Lambda.TooManyRequestsException");
    if (names.isEmpty() || lambdas || !state.isType("Task")) {
      return;
    }
    report
        .warning(
            "throttle-name",
            state,
            handler.pointer(),
            Words.quoted(names)
                + (names.size() > 1 ? " are" : " is")
                + " not what Lambda's throttling is called; only an error that the function itself"
                + " raises by exactly this name matches")
        .hint(
            "Add Lambda.TooManyRequestsException, and raise the provider's 429 under a name of"
                + " your own (Java: the exception's fully-qualified class name).");
  }

  private static String hint(String error) {
    return error.startsWith("States.") && !RESERVED.contains(error)
        ? "Names that begin with States. are AWS's own; own errors need another name."
        : "Remove it, or name the error that is meant.";
  }

  /// Fail states may use any name, and functions of inner tasks, too.
  private static boolean isRaisedWithin(StateNode state, String error) {
    for (Graph graph : state.graphs()) {
      for (StateNode inner : graph.allStates()) {
        boolean fails = inner.isType("Fail") && !inner.text("Error").isEmpty();
        if (fails && inner.text("Error").equals(error)) {
          return true;
        }
        if (inner.has("ErrorPath") || inner.text("Error").startsWith("{%")) {
          return true;
        }
      }
    }
    return false;
  }

  private static @Nullable String whyNever(StateNode state, String error) {
    if (error.startsWith("States.") && !RESERVED.contains(error)) {
      return isRaisedWithin(state, error) ? null : "AWS has no error of this name";
    }
    boolean task = state.isType("Task");
    Integration integration = state.integration();
    return switch (error) {
      case "States.HeartbeatTimeout" ->
          task && !state.has("HeartbeatSeconds") && !state.has("HeartbeatSecondsPath")
              ? "it has no HeartbeatSeconds"
              : !task ? "only tasks have heartbeats" : null;
      case "States.ItemReaderFailed", "States.ResultWriterFailed" ->
          state.isType("Map") && state.isDistributed()
              ? null
              : "only distributed Maps read items and write results";
      case "States.ExceedToleratedFailureThreshold" ->
          state.isType("Map") ? null : "only Maps tolerate failures";
      case "States.BranchFailed" -> state.isType("Parallel") ? null : "it has no branches";
      case "States.QueryEvaluationError" ->
          state.isJsonata() || !state.graphs().isEmpty() ? null : "it has no JSONata";
      default -> {
        boolean foreign =
            error.startsWith("Lambda.")
                && task
                && integration.kind() == Integration.Kind.SERVICE
                && !integration.service().equals("lambda")
                && !integration.service().equals("states");
        yield foreign ? integration.description() + " calls no Lambda function" : null;
      }
    };
  }
}
