package io.millrace.asl.expression.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.InvalidExpressionException;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One JSONata expression, the text between `{%` and `%}`.
public final class JsonataExpression implements Expression {
  private final String text;
  private final String field;
  private final Expected expected;
  private final Jsonata compiled;

  private JsonataExpression(String text, String field, Expected expected, Jsonata compiled) {
    this.text = text;
    this.field = field;
    this.expected = expected;
    this.compiled = compiled;
  }

  /// Compiles an expression.
  ///
  /// @param field as AWS's texts quote it, for example `Output/result`
  /// @throws InvalidExpressionException when the text is not JSONata
  public static JsonataExpression compile(String text, String field, Expected expected)
      throws InvalidExpressionException {
    try {
      return new JsonataExpression(text, field, expected, Jsonata.jsonata(text));
    } catch (JException e) {
      throw new InvalidExpressionException(
          Objects.requireNonNullElse(e.getMessage(), "bad JSONata"));
    }
  }

  @Override
  public JsonNode evaluate(Scope scope) {
    Object value;
    synchronized (compiled) {
      Jsonata.Frame frame = compiled.createFrame();
      frame.bind("states", states(scope));
      scope.variables().forEach((name, node) -> frame.bind(name, toJava(node)));
      try {
        value = compiled.evaluate(null, frame);
      } catch (JException e) {
        throw failure(
            "The JSONata expression '"
                + text
                + "' specified for the field '"
                + field
                + "' threw an error during evaluation. "
                + e.getMessage());
      }
    }
    if (value == null) {
      throw failure(
          "The JSONata expression '"
              + text
              + "' specified for the field '"
              + field
              + "' returned nothing (undefined).");
    }
    JsonNode node = Json.mapper().valueToTree(value);
    if (!expected.accepts(node)) {
      throw failure(
          "The JSONata expression '%s' specified for the field '%s' returned an unexpected result type. Expected '%s', but was '%s' for value: %s"
              .formatted(text, field, expected.text(), Expected.typeOf(node), Json.write(node)));
    }
    return node;
  }

  private static Object states(Scope scope) {
    Map<String, @Nullable Object> states = new LinkedHashMap<>();
    states.put("input", toJava(scope.input()));
    states.put("context", toJava(scope.context().get()));
    JsonNode result = scope.result();
    if (result != null) {
      states.put("result", toJava(result));
    }
    JsonNode errorOutput = scope.errorOutput();
    if (errorOutput != null) {
      states.put("errorOutput", toJava(errorOutput));
    }
    return states;
  }

  private static @Nullable Object toJava(JsonNode node) {
    return node.isNull() ? Jsonata.NULL_VALUE : Json.mapper().convertValue(node, Object.class);
  }

  private ExpressionFailure failure(String explanation) {
    return new ExpressionFailure("States.QueryEvaluationError", explanation, field);
  }

  @Override
  public String text() {
    return text;
  }
}
