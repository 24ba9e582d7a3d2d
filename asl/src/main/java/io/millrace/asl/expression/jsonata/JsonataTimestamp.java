package io.millrace.asl.expression.jsonata;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.expression.Timestamps;
import java.util.Set;

/// A `Timestamp` of a JSONata state: an expression that has to yield a time.
public record JsonataTimestamp(Expression value, String field) implements Expression {
  @Override
  public JsonNode evaluate(Scope scope) {
    JsonNode found = value.evaluate(scope);
    if (Timestamps.parse(found.asText()) == null) {
      throw new ExpressionFailure(
          "States.QueryEvaluationError",
          "The "
              + field
              + " field cannot be parsed as an ISO-8601 extended offset date-time format string: "
              + found.asText(),
          field);
    }
    return found;
  }

  @Override
  public String text() {
    return value.text();
  }

  @Override
  public Set<String> variables() {
    return value.variables();
  }
}
