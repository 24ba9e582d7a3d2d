package io.millrace.asl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.expression.Assignment;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.ResultPath;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.json.Json;
import io.millrace.asl.model.ChoiceRule;
import io.millrace.asl.model.DataFlow;
import io.millrace.asl.model.State;
import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.asl.model.Transition;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Walks machines of Pass, Choice, Wait, Succeed and Fail states, to try expressions on recordings
/// without an engine.
final class Walker {
  /// How a walk ended: an output, or a failure.
  record End(@Nullable JsonNode output, @Nullable String error, @Nullable String cause) {}

  /// A state this walker does not know.
  static final class BeyondMe extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final StateMachineDefinition definition;
  private final JsonNode executionInput;
  private final Map<String, JsonNode> variables = new HashMap<>();

  Walker(StateMachineDefinition definition, JsonNode input) {
    this.definition = definition;
    this.executionInput = input;
  }

  End walk() {
    State state = definition.graph().start();
    JsonNode data = executionInput;
    try {
      while (true) {
        Scope scope = scope(state, data);
        Step step = step(state, scope);
        if (step.next() == null) {
          return new End(step.output(), null, null);
        }
        data = step.output();
        state = definition.graph().state(step.next());
      }
    } catch (Failed e) {
      return new End(null, e.error, e.cause);
    } catch (ExpressionFailure e) {
      return new End(null, e.error(), e.explanation());
    }
  }

  private record Step(JsonNode output, @Nullable String next) {}

  private static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final @Nullable String error;
    private final @Nullable String cause;

    Failed(@Nullable String error, @Nullable String cause) {
      this.error = error;
      this.cause = cause;
    }
  }

  private Scope scope(State state, JsonNode data) {
    ObjectNode context = Json.mapper().createObjectNode();
    ObjectNode execution = context.putObject("Execution");
    execution.put("Id", "<id>").set("Input", executionInput);
    execution
        .put("StartTime", "<time>")
        .put("Name", "<name>")
        .put("RoleArn", "<role>")
        .put("RedriveCount", 0);
    context.putObject("StateMachine").put("Id", "<id>").put("Name", "<name>");
    context.putObject("State").put("Name", state.name()).put("EnteredTime", "2026-01-01T00:00:00Z");
    return new Scope(data, () -> context, variables, null, null, new Random(1));
  }

  private Step step(State state, Scope scope) {
    return switch (state) {
      case State.Pass pass -> pass(pass, scope);
      case State.Choice choice -> choice(choice, scope);
      case State.Wait wait -> {
        wait.until().value().evaluate(scope);
        yield new Step(finish(wait.flow(), scope, scope.input(), null), next(wait.then()));
      }
      case State.Succeed succeed ->
          new Step(finish(succeed.flow(), scope, scope.input(), null), null);
      case State.Fail fail ->
          throw new Failed(text(fail.error(), scope), text(fail.cause(), scope));
      default -> throw new BeyondMe();
    };
  }

  private static @Nullable String text(@Nullable Expression expression, Scope scope) {
    return expression == null ? null : expression.evaluate(scope).asText();
  }

  private Step pass(State.Pass pass, Scope scope) {
    JsonNode result = scope.input();
    if (pass.flow() instanceof DataFlow.JsonPath flow) {
      result = value(flow.inputPath(), scope, result);
      result = value(flow.parameters(), scope.withInput(result), result);
      result = pass.result() == null ? result : pass.result();
    }
    return new Step(finish(pass.flow(), scope, result, result), next(pass.then()));
  }

  private Step choice(State.Choice choice, Scope scope) {
    JsonNode input = scope.input();
    if (choice.flow() instanceof DataFlow.JsonPath flow) {
      input = value(flow.inputPath(), scope, input);
    }
    for (ChoiceRule rule : choice.choices()) {
      if (rule.condition().test(scope.withInput(input))) {
        assign(rule.assign(), scope);
        Expression output = rule.output();
        return new Step(
            output == null
                ? finish(withoutAssign(choice.flow()), scope, input, null)
                : output.evaluate(scope),
            rule.next());
      }
    }
    return new Step(finish(choice.flow(), scope, input, null), choice.defaultNext());
  }

  private static DataFlow withoutAssign(DataFlow flow) {
    return switch (flow) {
      case DataFlow.JsonPath(var input, var parameters, var selector, var result, var output, _) ->
          new DataFlow.JsonPath(input, parameters, selector, result, output, Assignment.NONE);
      case DataFlow.Jsonata(var arguments, var output, _) ->
          new DataFlow.Jsonata(arguments, output, Assignment.NONE);
    };
  }

  private JsonNode finish(
      DataFlow flow, Scope scope, JsonNode result, @Nullable JsonNode assigned) {
    return switch (flow) {
      case DataFlow.JsonPath path -> {
        JsonNode output =
            switch (path.resultPath()) {
              case ResultPath.Replace() -> result;
              case ResultPath.Discard() -> scope.input();
              case ResultPath.Into(var target) -> target.write(scope.input(), result);
            };
        output = value(path.outputPath(), scope.withInput(output), output);
        assign(path.assign(), assigned == null ? scope : scope.withInput(assigned));
        yield output;
      }
      case DataFlow.Jsonata jsonata -> {
        JsonNode output = value(jsonata.output(), scope, result);
        assign(jsonata.assign(), scope);
        yield output;
      }
    };
  }

  private void assign(Assignment assignment, Scope scope) {
    variables.putAll(assignment.evaluate(scope));
  }

  private static JsonNode value(@Nullable Expression expression, Scope scope, JsonNode byDefault) {
    return expression == null ? byDefault : expression.evaluate(scope);
  }

  private static @Nullable String next(Transition then) {
    return then instanceof Transition.Next(var target) ? target : null;
  }
}
