package io.millrace.asl.expression.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.NumberRule;
import io.millrace.asl.expression.Scope;
import java.util.Set;

/// A path that has to lead to a whole number, with AWS's texts for everything else.
///
/// @param value finds the value, with its own text when there is none
/// @param rule which numbers the field takes
public record NumberPath(PathExpression value, String field, NumberRule rule)
    implements Expression {
  @Override
  public JsonNode evaluate(Scope scope) {
    JsonNode found = rule.number(value.evaluate(scope));
    if (!rule.accepts(found)) {
      throw new ExpressionFailure(
          "States.Runtime", rule.complaint(field, value.text(), found), null);
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
