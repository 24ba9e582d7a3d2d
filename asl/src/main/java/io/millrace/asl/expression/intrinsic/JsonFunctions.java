package io.millrace.asl.expression.intrinsic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.asl.json.Json;
import java.util.List;

/// Functions between JSON and texts.
final class JsonFunctions {
  private JsonFunctions() {}

  /// Members of the second object replace those of the first. AWS developer guide: only shallow
  /// merging is there, so the third argument has to be false.
  static JsonNode merge(List<JsonNode> arguments) throws IntrinsicException {
    if (!arguments.get(2).isBoolean() || arguments.get(2).booleanValue()) {
      throw Arguments.wrong(arguments, 2, "false");
    }
    ObjectNode merged = JsonNodeFactory.instance.objectNode();
    merged.setAll(object(arguments, 0));
    merged.setAll(object(arguments, 1));
    return merged;
  }

  private static ObjectNode object(List<JsonNode> arguments, int index) throws IntrinsicException {
    if (arguments.get(index) instanceof ObjectNode object) {
      return object;
    }
    throw Arguments.wrong(arguments, index, "an object");
  }

  static JsonNode parse(List<JsonNode> arguments) throws IntrinsicException {
    String text = Arguments.text(arguments, 0);
    try {
      return Json.parse(text);
    } catch (JsonProcessingException e) {
      throw Arguments.wrong(arguments, 0, "a string that holds JSON");
    }
  }

  static JsonNode write(List<JsonNode> arguments) {
    return TextNode.valueOf(Json.write(arguments.get(0)));
  }
}
