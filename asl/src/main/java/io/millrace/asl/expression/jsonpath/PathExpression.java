package io.millrace.asl.expression.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.Scope;
import java.util.Set;

/// A field that holds a path.
///
/// @param missing what to do when the path finds nothing; AWS's text depends on the field
public record PathExpression(JsonPath path, Missing missing) implements Expression {
  /// Gives the value of a path that finds nothing, or throws.
  @FunctionalInterface
  public interface Missing {
    /// @throws ExpressionFailure when finding nothing is a failure
    JsonNode value(JsonPath path, Scope scope);

    /// For `InputPath`, `OutputPath`, `TimeoutSecondsPath` and the like. Recorded: `Invalid path
    /// '$.x' : No results for path: $['x']`.
    static Missing invalidPath() {
      return (path, scope) -> {
        throw runtime("Invalid path '" + path.text() + "' : " + path.reason(scope));
      };
    }

    /// For fields of payload templates, `ErrorPath`, `CausePath`. Recorded: `The JSONPath '$.x'
    /// specified for the field 'y.$' could not be found in the input '{}'`. Measured on AWS: an
    /// index past the end of an array gives null.
    static Missing notFound(String field) {
      return (path, scope) -> {
        if (path.endsPastArray(scope)) {
          return NullNode.getInstance();
        }
        throw runtime(
            "The JSONPath '"
                + path.text()
                + "' specified for the field '"
                + field
                + "' could not be found in the input '"
                + path.searched(scope)
                + "'");
      };
    }

    /// For `SecondsPath` and `TimestampPath` of a Wait. Recorded: `The SecondsPath parameter does
    /// not reference an input value: $.input.waitSeconds`.
    static Missing notReferenced(String field) {
      return (path, scope) -> {
        throw runtime(
            "The " + field + " parameter does not reference an input value: " + path.text());
      };
    }

    private static ExpressionFailure runtime(String explanation) {
      return new ExpressionFailure("States.Runtime", explanation, null);
    }
  }

  @Override
  public JsonNode evaluate(Scope scope) {
    JsonNode found = path.find(scope);
    return found == null ? missing.value(path, scope) : found;
  }

  @Override
  public String text() {
    return path.text();
  }

  @Override
  public Set<String> variables() {
    return path.variables();
  }
}
