package io.millrace.testkit.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.json.Json;
import io.millrace.asl.json.Payload;

/// JSON as tests write it: a text, or an object.
final class Texts {
  private Texts() {}

  /// @throws IllegalArgumentException when a text is not JSON
  static JsonNode node(Object value) {
    return switch (value) {
      case JsonNode node -> node;
      case Payload payload -> payload.node();
      case String text -> {
        try {
          yield Json.parse(text);
        } catch (JsonProcessingException e) {
          throw new IllegalArgumentException(
              "Not JSON: " + text + " (a text as a value is written \"\\\"" + text + "\\\"\")", e);
        }
      }
      default -> Json.mapper().valueToTree(value);
    };
  }

  static Payload payload(Object value) {
    return value instanceof String text
        ? Payload.ofText(node(text).isMissingNode() ? "null" : text)
        : Payload.ofNode(node(value));
  }

  /// Whether both are the same JSON: members in any order, 1 equal to 1.0.
  static boolean same(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return a.decimalValue().compareTo(b.decimalValue()) == 0;
    }
    return switch (a) {
      case ObjectNode object when b instanceof ObjectNode other ->
          object.size() == other.size()
              && object.properties().stream()
                  .allMatch(
                      member ->
                          other.has(member.getKey())
                              && same(member.getValue(), other.get(member.getKey())));
      case ArrayNode array when b instanceof ArrayNode other -> {
        boolean same = array.size() == other.size();
        for (int i = 0; same && i < array.size(); i++) {
          same = same(array.get(i), other.get(i));
        }
        yield same;
      }
      default -> a.equals(b);
    };
  }
}
