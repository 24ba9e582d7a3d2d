package io.millrace.asl.expression.jsonata;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.NumberRule;
import io.millrace.asl.expression.Scope;
import java.util.Set;

/// A number of seconds or a count in a JSONata state: an expression that has to yield a number the
/// field takes.
///
/// @param value yields a number
public record JsonataNumber(Expression value, String field, NumberRule rule) implements Expression {
  @Override
  public JsonNode evaluate(Scope scope) {
    JsonNode found = value.evaluate(scope);
    if (!rule.accepts(found)) {
      throw new ExpressionFailure(
          "States.QueryEvaluationError", rule.complaint(field, value.text(), found), field);
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
