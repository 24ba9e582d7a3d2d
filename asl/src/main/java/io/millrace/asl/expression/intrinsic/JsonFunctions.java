package io.millrace.asl.expression.intrinsic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.asl.json.Json;
import java.util.List;

/// Functions between JSON and texts.
final class JsonFunctions {
  private JsonFunctions() {}

  /// Members of the second object replace those of the first. AWS developer guide: only shallow
  /// merging is there, so `true` is refused. Measured on AWS: anything else is taken as false.
  static JsonNode merge(List<JsonNode> arguments) throws IntrinsicException {
    if (arguments.get(2).equals(BooleanNode.TRUE)) {
      throw new IntrinsicException();
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
    throw new IntrinsicException();
  }

  /// Measured on AWS: an empty text gives null.
  static JsonNode parse(List<JsonNode> arguments) throws IntrinsicException {
    String text = Arguments.text(arguments, 0);
    try {
      return text.isEmpty() ? NullNode.getInstance() : Json.parse(text);
    } catch (JsonProcessingException e) {
      throw new IntrinsicException();
    }
  }

  static JsonNode write(List<JsonNode> arguments) {
    return TextNode.valueOf(Json.write(arguments.get(0)));
  }
}
