package io.millrace.asl.expression.jsonata;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.json.Json;
import java.util.Set;

/// The items of a JSONata Map without `Items`: its input, which has to be an array. Recorded: `Map
/// state input must be an array but was: {"foo":"bar"}`, without a location.
public record InputItems() implements Expression {
  @Override
  public JsonNode evaluate(Scope scope) {
    JsonNode input = scope.input();
    if (!input.isArray()) {
      throw new ExpressionFailure(
          "States.QueryEvaluationError",
          "Map state input must be an array but was: " + Json.write(input),
          null);
    }
    return input;
  }

  @Override
  public String text() {
    return "$states.input";
  }

  @Override
  public Set<String> variables() {
    return Set.of();
  }
}
