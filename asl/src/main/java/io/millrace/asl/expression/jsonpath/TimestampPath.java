package io.millrace.asl.expression.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.expression.Timestamps;
import io.millrace.asl.json.Json;
import java.util.Set;

/// A `TimestampPath`: a path that has to lead to a time.
public record TimestampPath(PathExpression value) implements Expression {
  @Override
  public JsonNode evaluate(Scope scope) {
    JsonNode found = value.evaluate(scope);
    if (!found.isTextual() || Timestamps.parse(found.textValue()) == null) {
      throw new ExpressionFailure(
          "States.Runtime",
          "The TimestampPath parameter does not reference a valid ISO-8601 extended offset"
              + " date-time format string: "
              + value.text()
              + " == "
              + (found.isTextual() ? found.textValue() : Json.write(found)),
          null);
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
