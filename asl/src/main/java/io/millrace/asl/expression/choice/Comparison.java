package io.millrace.asl.expression.choice;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Condition;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.expression.jsonpath.JsonPath;
import java.util.HashSet;
import java.util.Set;

/// One comparison: `Variable`, an operator, an operand.
public record Comparison(JsonPath variable, Operator operator, Operand operand)
    implements Condition {
  /// What the variable is compared with.
  public sealed interface Operand {
    /// A value that stands in the definition.
    record Literal(JsonNode value) implements Operand {}

    /// The value a path leads to, for the operators' `Path` forms.
    record Reference(JsonPath path) implements Operand {}
  }

  @Override
  public boolean test(Scope scope) {
    JsonNode value = variable.find(scope);
    if (value == null) {
      if (operator instanceof Operator.Is(var kind)
          && kind == Operator.Kind.PRESENT
          && operand instanceof Operand.Literal(var wanted)) {
        return !wanted.booleanValue();
      }
      throw invalid(variable);
    }
    return switch (operand) {
      case Operand.Literal(var literal) -> operator.test(value, literal);
      case Operand.Reference(var path) -> {
        JsonNode other = path.find(scope);
        if (other == null) {
          throw invalid(path);
        }
        yield operator.test(value, other);
      }
    };
  }

  private static ExpressionFailure invalid(JsonPath path) {
    return new ExpressionFailure(
        "States.Runtime",
        "Invalid path '"
            + path.text()
            + "': The choice state's condition path references an invalid value.",
        null);
  }

  @Override
  public Set<String> variables() {
    Set<String> all = new HashSet<>(variable.variables());
    if (operand instanceof Operand.Reference(var path)) {
      all.addAll(path.variables());
    }
    return all;
  }
}
