package io.millrace.local.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reading and writing of the JSON that SQS speaks; what has the wrong type is refused.
final class Json {
  static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static JsonNode request(byte[] body) {
    try {
      var json = MAPPER.readTree(body);
      if (json != null && json.isObject()) {
        return json;
      }
      throw SqsError.malformed("The request must be a JSON object.");
    } catch (JsonProcessingException e) {
      throw SqsError.malformed("The request is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw SqsError.malformed("The request is not JSON: " + e.getMessage());
    }
  }

  static byte[] bytes(JsonNode json) {
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A JSON tree can always be written.", e);
    }
  }

  static Optional<String> text(JsonNode request, String name) {
    var value = request.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw SqsError.malformed(name + " must be a string.");
    }
    return Optional.of(value.textValue());
  }

  static String required(JsonNode request, String name) {
    return text(request, name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> SqsError.missing(name));
  }

  /// A whole number within its range.
  static Optional<Integer> number(JsonNode request, String name, int min, int max) {
    var value = request.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isIntegralNumber()) {
      throw SqsError.malformed(name + " must be a whole number.");
    }
    if (!value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
      throw SqsError.outOfRange(
          name, value, "Must be between " + min + " and " + max + ", if provided.");
    }
    return Optional.of(value.intValue());
  }

  static List<JsonNode> list(JsonNode request, String name) {
    var value = request.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw SqsError.malformed(name + " must be a list.");
    }
    var elements = new ArrayList<JsonNode>();
    value.forEach(elements::add);
    return elements;
  }

  static List<String> texts(JsonNode request, String name) {
    var texts = new ArrayList<String>();
    for (var element : list(request, name)) {
      if (!element.isTextual()) {
        throw SqsError.malformed(name + " must be a list of strings.");
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  static Map<String, String> map(JsonNode request, String name) {
    var value = request.path(name);
    var map = new TreeMap<String, String>();
    if (value.isMissingNode() || value.isNull()) {
      return map;
    }
    if (!value.isObject()) {
      throw SqsError.malformed(name + " must be an object of strings.");
    }
    for (var field : value.properties()) {
      if (!field.getValue().isTextual()) {
        throw SqsError.malformed(name + "." + field.getKey() + " must be a string.");
      }
      map.put(field.getKey(), field.getValue().textValue());
    }
    return map;
  }

  static ObjectNode object(Map<String, String> map) {
    var object = object();
    map.forEach(object::put);
    return object;
  }
}
