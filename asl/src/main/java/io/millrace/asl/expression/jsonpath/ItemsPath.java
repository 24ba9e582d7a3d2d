package io.millrace.asl.expression.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.Scope;
import java.util.Set;

/// An `ItemsPath`: a path that has to lead to an array. AWS words it `Reference path "$.x" must
/// point to array.`
public record ItemsPath(PathExpression value) implements Expression {
  @Override
  public JsonNode evaluate(Scope scope) {
    JsonNode found = value.evaluate(scope);
    if (!found.isArray()) {
      throw new ExpressionFailure(
          "States.Runtime", "Reference path \"" + value.text() + "\" must point to array.", null);
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
