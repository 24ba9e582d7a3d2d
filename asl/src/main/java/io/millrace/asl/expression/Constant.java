package io.millrace.asl.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.millrace.asl.json.Json;
import java.util.Set;

/// A value that stands in the definition itself.
public record Constant(JsonNode value) implements Expression {
  /// `{}`.
  public static final Constant EMPTY_OBJECT = new Constant(Json.mapper().createObjectNode());

  /// A whole number.
  public static Constant of(int value) {
    return new Constant(IntNode.valueOf(value));
  }

  @Override
  public JsonNode evaluate(Scope scope) {
    return value;
  }

  @Override
  public String text() {
    return Json.write(value);
  }

  @Override
  public Set<String> variables() {
    return Set.of();
  }
}
