package io.millrace.engine.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.expression.Assignment;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.ResultPath;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.json.Json;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Catcher;
import io.millrace.asl.model.ChoiceRule;
import io.millrace.asl.model.DataFlow;
import io.millrace.asl.model.State;
import io.millrace.asl.model.Transition;
import io.millrace.engine.execution.Frame;
import io.millrace.engine.execution.Phase;
import io.millrace.engine.execution.Scopes;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a state hands on: ResultSelector, ResultPath, OutputPath and Assign, or Output and Assign;
/// then its Exited event.
final class Outputs {
  private Outputs() {}

  /// Leaves the state with this result and goes where it says.
  static void leave(Run run, Frame frame, Payload result) {
    Left left =
        switch (frame.state().flow()) {
          case DataFlow.JsonPath path -> jsonPath(run, frame, path, result);
          case DataFlow.Jsonata jsonata -> jsonata(run, frame, jsonata, result);
        };
    exit(run, frame, left);
    Stepping.follow(run, frame, then(frame.state()));
  }

  private record Left(Payload output, Map<String, JsonNode> assigned) {}

  private static Left jsonPath(Run run, Frame frame, DataFlow.JsonPath path, Payload result) {
    Payload selected = result;
    Expression selector = path.resultSelector();
    if (selector != null) {
      selected =
          Payload.ofNode(
              selector.evaluate(run.scope(frame, result.node(), Scopes.Use.RESULT_SELECTOR)));
    }
    Map<String, JsonNode> assigned = assigned(run, frame, path.assign(), selected);
    Payload combined = combined(path.resultPath(), frame.input(), selected);
    return new Left(outputPath(run, frame, path.outputPath(), combined), assigned);
  }

  private static Map<String, JsonNode> assigned(
      Run run, Frame frame, Assignment assign, Payload input) {
    return assign.isEmpty()
        ? Map.of()
        : assign.evaluate(run.scope(frame, input.node(), Scopes.Use.ASSIGN));
  }

  /// States Language, "ResultPath": the raw input with the result in place (recorded:
  /// test_state/test_base_inspection_level_trace[IO_PASS_STATE]).
  private static Payload combined(ResultPath resultPath, Payload raw, Payload result) {
    return switch (resultPath) {
      case ResultPath.Replace _ -> result;
      case ResultPath.Discard _ -> raw;
      case ResultPath.Into into -> Payload.ofNode(into.target().write(raw.node(), result.node()));
    };
  }

  private static Payload outputPath(
      Run run, Frame frame, @Nullable Expression outputPath, Payload combined) {
    return outputPath == null
        ? combined
        : Payload.ofNode(outputPath.evaluate(run.scope(frame, combined.node(), Scopes.Use.OUTPUT)));
  }

  private static Left jsonata(Run run, Frame frame, DataFlow.Jsonata jsonata, Payload result) {
    if (jsonata.output() == null && jsonata.assign().isEmpty()) {
      return new Left(result, Map.of());
    }
    Scope scope =
        run.scope(frame, frame.input().node(), Scopes.Use.OUTPUT).withResult(result.node());
    Map<String, JsonNode> assigned = jsonata.assign().evaluate(scope);
    Expression output = jsonata.output();
    return new Left(output == null ? result : Payload.ofNode(output.evaluate(scope)), assigned);
  }

  /// Leaves a Choice by a rule, or by its Default when `rule` is null.
  static void leaveChoice(Run run, Frame frame, Payload input, @Nullable ChoiceRule rule) {
    Assignment assign = rule == null ? frame.state().flow().assign() : rule.assign();
    Map<String, JsonNode> assigned = assigned(run, frame, assign, input);
    Payload output =
        switch (frame.state().flow()) {
          case DataFlow.JsonPath path -> outputPath(run, frame, path.outputPath(), input);
          case DataFlow.Jsonata jsonata -> {
            Expression own = rule == null ? null : rule.output();
            Expression expression = own == null ? jsonata.output() : own;
            yield expression == null
                ? input
                : Payload.ofNode(
                    expression.evaluate(run.scope(frame, input.node(), Scopes.Use.OUTPUT)));
          }
        };
    exit(run, frame, new Left(output, assigned));
  }

  /// Leaves the state by a catcher.
  static void leaveCaught(Run run, Frame frame, Catcher catcher, Phase.Failed failure) {
    ObjectNode error = errorOutput(failure);
    Payload errorOutput = Payload.ofNode(error);
    Left left =
        switch (frame.state().flow()) {
          case DataFlow.JsonPath _ ->
              new Left(
                  combined(catcher.resultPath(), frame.input(), errorOutput),
                  assigned(run, frame, catcher.assign(), errorOutput));
          case DataFlow.Jsonata _ -> {
            Scope scope =
                run.scope(frame, frame.input().node(), Scopes.Use.CATCH).withErrorOutput(error);
            Expression output = catcher.output();
            yield new Left(
                output == null ? errorOutput : Payload.ofNode(output.evaluate(scope)),
                catcher.assign().evaluate(scope));
          }
        };
    exit(run, frame, left);
    Stepping.follow(run, frame, new Transition.Next(catcher.next()));
  }

  /// Both fields are always there: null when the failure lacks them (recorded:
  /// callback/test_sqs_failure_in_wait_for_task_tok_no_error_field), but a timeout's cause is empty
  /// (recorded: error_handling/test_invoke_timeout).
  private static ObjectNode errorOutput(Phase.Failed failure) {
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.put("Error", failure.error());
    boolean isTimeout = failure.cause() == null && "States.Timeout".equals(failure.error());
    error.put("Cause", isTimeout ? "" : failure.cause());
    return error;
  }

  private static void exit(Run run, Frame frame, Left left) {
    if (run.isTooLarge(left.output())) {
      throw new ExpressionFailure(
          "States.DataLimitExceeded",
          "The state/task '"
              + frame.state().name()
              + "' returned a result with a size exceeding the maximum number of bytes service"
              + " limit.",
          null);
    }
    Map<String, String> assigned = Map.of();
    if (!left.assigned().isEmpty()) {
      assigned = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : left.assigned().entrySet()) {
        assigned.put(entry.getKey(), Json.write(entry.getValue()));
      }
    }
    run.emit(
        frame,
        switch (frame.state()) {
          case State.Pass _ -> EventType.PassStateExited;
          case State.Task _ -> EventType.TaskStateExited;
          case State.Choice _ -> EventType.ChoiceStateExited;
          case State.Wait _ -> EventType.WaitStateExited;
          case State.Succeed _ -> EventType.SucceedStateExited;
          case State.Parallel _ -> EventType.ParallelStateExited;
          case State.Map _ -> EventType.MapStateExited;
          case State.Fail _ -> throw new IllegalStateException("a Fail state has no exit");
        },
        new EventDetails.StateExited(frame.state().name(), left.output(), assigned));
  }

  private static Transition then(State state) {
    return switch (state) {
      case State.Pass pass -> pass.then();
      case State.Task task -> task.then();
      case State.Wait wait -> wait.then();
      case State.Parallel parallel -> parallel.then();
      case State.Map map -> map.then();
      case State.Succeed _ -> new Transition.End();
      case State.Choice _, State.Fail _ ->
          throw new IllegalStateException(state.name() + " goes nowhere by itself");
    };
  }
}
