package io.millrace.asl.expression.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.InvalidExpressionException;
import io.millrace.asl.expression.ResultPath;
import io.millrace.asl.json.Json;
import java.util.List;

/// A path that can be written through: names and indexes below `$`. Immutable, safe for concurrent
/// use.
public final class ReferencePath implements ResultPath.Target {
  private final String text;
  private final List<Step> steps;

  private ReferencePath(String text, List<Step> steps) {
    this.text = text;
    this.steps = steps;
  }

  /// Compiles a reference path.
  ///
  /// @throws InvalidExpressionException when the text is not a reference path into the input
  public static ReferencePath compile(String text) throws InvalidExpressionException {
    JsonPath path = JsonPath.compile(text);
    List<Step> steps = path.steps();
    if (steps == null || !path.isReferencePath() || !(path.root() instanceof JsonPath.Root.Input)) {
      throw new InvalidExpressionException("Value is not a Reference Path");
    }
    return new ReferencePath(text, steps);
  }

  /// Whether this is `$` itself.
  public boolean isRoot() {
    return steps.isEmpty();
  }

  @Override
  public JsonNode write(JsonNode input, JsonNode result) {
    return write(input, 0, input, result);
  }

  /// Copies only the containers on the way; all else is shared with the input.
  private JsonNode write(JsonNode at, int depth, JsonNode input, JsonNode result) {
    if (depth == steps.size()) {
      return result;
    }
    return switch (steps.get(depth)) {
      case Step.Member(var name) -> {
        // Amazon States Language specification, "Reference Paths": fields on the way are created,
        // and a ResultPath may replace what is in its way only at its own end.
        if (!at.isObject() && !at.isMissingNode()) {
          throw mismatch(input);
        }
        ObjectNode copy = Json.mapper().createObjectNode();
        if (at instanceof ObjectNode object) {
          copy.setAll(object);
        }
        JsonNode below = at.path(name);
        copy.set(name, write(below, depth + 1, input, result));
        yield copy;
      }
      case Step.Element(var index) -> {
        if (!(at instanceof ArrayNode array) || index >= array.size()) {
          throw mismatch(input);
        }
        ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
        copy.addAll(array);
        copy.set(index, write(array.get(index), depth + 1, input, result));
        yield copy;
      }
      case Step.Each() -> throw new IllegalStateException("a reference path has no star: " + text);
    };
  }

  private ExpressionFailure mismatch(JsonNode input) {
    return new ExpressionFailure(
        "States.ResultPathMatchFailure",
        "Unable to apply ReferencePath " + text + " to input " + Json.write(input),
        null);
  }

  @Override
  public String text() {
    return text;
  }
}
