package io.millrace.asl.expression.jsonata;

import io.millrace.asl.expression.Condition;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.Scope;
import java.util.Set;

/// A JSONata rule's `Condition`.
///
/// @param truth yields a truth value
public record JsonataCondition(Expression truth) implements Condition {
  @Override
  public boolean test(Scope scope) {
    return truth.evaluate(scope).booleanValue();
  }

  @Override
  public Set<String> variables() {
    return truth.variables();
  }
}
