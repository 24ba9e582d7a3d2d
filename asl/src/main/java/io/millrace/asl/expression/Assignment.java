package io.millrace.asl.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// `Assign`: expressions by variable name (without the dollar sign). All are evaluated from the
/// same snapshot.
public record Assignment(Map<String, Expression> values) {
  /// No assignment.
  public static final Assignment NONE = new Assignment(Map.of());

  public Assignment {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /// The new values.
  ///
  /// @throws ExpressionFailure when one cannot be evaluated
  public Map<String, JsonNode> evaluate(Scope scope) {
    if (values.isEmpty()) {
      return Map.of();
    }
    Map<String, JsonNode> assigned = new LinkedHashMap<>();
    values.forEach((name, value) -> assigned.put(name, value.evaluate(scope)));
    return assigned;
  }
}
