package io.millrace.asl.expression.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.Scope;

/// A field that holds a path.
///
/// @param missing what to say when the path finds nothing; AWS's text depends on the field
public record PathExpression(JsonPath path, Missing missing) implements Expression {
  /// Makes the failure of a path that finds nothing.
  @FunctionalInterface
  public interface Missing {
    ExpressionFailure failure(JsonPath path, Scope scope);

    /// For `InputPath`, `OutputPath`, `TimeoutSecondsPath` and the like. Recorded: `Invalid path
    /// '$.x' : No results for path: $['x']`.
    static Missing invalidPath() {
      return (path, scope) ->
          new ExpressionFailure(
              "States.Runtime", "Invalid path '" + path.text() + "' : " + path.reason(scope), null);
    }

    /// For fields of payload templates, `ErrorPath`, `CausePath`. Recorded: `The JSONPath '$.x'
    /// specified for the field 'y.$' could not be found in the input '{}'`.
    static Missing notFound(String field) {
      return (path, scope) ->
          new ExpressionFailure(
              "States.Runtime",
              "The JSONPath '"
                  + path.text()
                  + "' specified for the field '"
                  + field
                  + "' could not be found in the input '"
                  + path.searched(scope)
                  + "'",
              null);
    }
  }

  @Override
  public JsonNode evaluate(Scope scope) {
    JsonNode found = path.find(scope);
    if (found == null) {
      throw missing.failure(path, scope);
    }
    return found;
  }

  @Override
  public String text() {
    return path.text();
  }
}
