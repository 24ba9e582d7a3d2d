package io.millrace.local.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A message to be published, checked (Amazon SNS API reference, "Publish").
///
/// @param perProtocol other texts for some protocols, with MessageStructure json
record Publication(
    String message,
    @Nullable String subject,
    Map<String, Attribute> attributes,
    Map<String, String> perProtocol) {
  static final int BYTES_MAX = 262_144;

  /// As a queue has it.
  private static final Pattern NUMBER =
      Pattern.compile("(?=.{1,200}$)[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");

  Publication {
    perProtocol = Map.copyOf(perProtocol);
  }

  /// @param type String, String.Array, Number or Binary, with or without a label
  /// @param value base64 for Binary
  record Attribute(String type, String value) {
    boolean isBinary() {
      return type.startsWith("Binary");
    }
  }

  /// @throws SnsError when it breaks one of SNS's rules
  static Publication of(Parameters request) {
    var message = request.required("Message");
    if (message.isEmpty()) {
      throw SnsError.invalid("Empty message");
    }
    var subject = request.text("Subject").orElse(null);
    if (subject != null
        && (subject.isEmpty()
            || subject.length() > 100
            || subject.chars().anyMatch(Character::isISOControl))) {
      throw SnsError.invalid("Subject");
    }
    var attributes = attributes(request);
    var publication = new Publication(message, subject, attributes, perProtocol(request, message));
    if (publication.bytes() > BYTES_MAX) {
      throw SnsError.invalid("Message too long");
    }
    return publication;
  }

  int bytes() {
    int bytes = message.getBytes(StandardCharsets.UTF_8).length;
    for (var attribute : attributes.entrySet()) {
      bytes +=
          attribute.getKey().length()
              + attribute.getValue().type().length()
              + attribute.getValue().value().getBytes(StandardCharsets.UTF_8).length;
    }
    return bytes;
  }

  String message(String protocol) {
    return perProtocol.getOrDefault(protocol, perProtocol.getOrDefault("default", message));
  }

  /// What a filter policy looks at; empty when it is for bodies and the body is no JSON object.
  Optional<JsonNode> filtered(boolean body) {
    if (!body) {
      return Optional.of(attributeValues());
    }
    try {
      return Optional.ofNullable(Json.MAPPER.readTree(message)).filter(JsonNode::isObject);
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }

  private ObjectNode attributeValues() {
    var values = Json.object();
    attributes.forEach(
        (name, attribute) -> {
          if (!attribute.isBinary()) {
            values.set(name, value(attribute));
          }
        });
    return values;
  }

  private static JsonNode value(Attribute attribute) {
    var isList = attribute.type().equals("String.Array");
    if (isList || attribute.type().startsWith("Number")) {
      try {
        var json = Json.MAPPER.readTree(attribute.value());
        if (json != null && (isList ? json.isArray() : json.isNumber())) {
          return json;
        }
      } catch (JsonProcessingException _) {
        // A number such as +5 is a number in SNS but not in JSON: compared as text.
      }
    }
    return Json.MAPPER.getNodeFactory().textNode(attribute.value());
  }

  private static Map<String, String> perProtocol(Parameters request, String message) {
    var structure = request.text("MessageStructure").orElse("");
    if (structure.isEmpty()) {
      return Map.of();
    }
    if (!structure.equals("json")) {
      throw SnsError.invalid("MessageStructure");
    }
    var texts = new TreeMap<String, String>();
    try {
      var json = Json.MAPPER.readTree(message);
      if (json == null || !json.isObject()) {
        throw SnsError.invalid("Message Structure - JSON message body failed to parse");
      }
      for (var field : json.properties()) {
        if (field.getValue().isTextual()) {
          texts.put(field.getKey(), field.getValue().textValue());
        }
      }
    } catch (JsonProcessingException _) {
      throw SnsError.invalid("Message Structure - JSON message body failed to parse");
    }
    if (!texts.containsKey("default")) {
      throw SnsError.invalid("Message Structure - No default entry in JSON message body");
    }
    return texts;
  }

  private static Map<String, Attribute> attributes(Parameters request) {
    var attributes = new LinkedHashMap<String, Attribute>();
    for (var entry : request.numbered("MessageAttributes.entry")) {
      var name = entry.text("Name").orElse("");
      if (!name.matches("[A-Za-z0-9_.-]{1,256}")
          || name.startsWith(".")
          || name.endsWith(".")
          || name.contains("..")) {
        throw SnsError.invalidValue("The message attribute name '" + name + "' is invalid.");
      }
      var type = entry.text("Value.DataType").orElse("");
      if (!type.matches("(String|Number|Binary)(\\..{1,248})?")) {
        throw SnsError.invalidValue(
            "The message attribute '"
                + name
                + "' has an invalid message attribute type, the set of"
                + " supported type prefixes is Binary, Number, and String.");
      }
      var field = type.startsWith("Binary") ? "Value.BinaryValue" : "Value.StringValue";
      var value = entry.text(field).orElse("");
      if (value.isEmpty()) {
        throw SnsError.invalidValue(
            "The message attribute '"
                + name
                + "' must contain a non-empty value for its type '"
                + type
                + "'.");
      }
      checkForm(name, type, value);
      attributes.put(name, new Attribute(type, value));
    }
    return attributes;
  }

  /// Numbers and binary values are what they say (developer guide, "Message attribute data types
  /// and validation"): a queue would refuse them later, when the publisher has gone.
  private static void checkForm(String name, String type, String value) {
    if (!(type.startsWith("Binary")
        ? isBase64(value)
        : !type.startsWith("Number") || NUMBER.matcher(value).matches())) {
      throw SnsError.invalidValue(
          "Could not cast message attribute '" + name + "' value to " + type + ".");
    }
  }

  private static boolean isBase64(String value) {
    try {
      return Base64.getDecoder().decode(value) != null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
