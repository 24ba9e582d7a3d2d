package io.millrace.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A message's attributes, checked (Amazon SQS developer guide, "Amazon SQS message metadata").
///
/// @param json as it is given back to receivers
/// @param bytes what they count towards the message's size: names, types and values
record MessageAttributes(SortedMap<String, JsonNode> json, int bytes) {
  private static final int COUNT_MAX = 10;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,256}");
  private static final Pattern TYPE = Pattern.compile("(String|Number|Binary)(\\..{1,248})?");

  /// @throws SqsError when they break one of SQS's rules
  static MessageAttributes of(JsonNode request, String field) {
    var attributes = request.path(field);
    var json = new TreeMap<String, JsonNode>();
    if (attributes.isMissingNode() || attributes.isNull()) {
      return new MessageAttributes(json, 0);
    }
    if (!attributes.isObject()) {
      throw SqsError.malformed(field + " must be an object.");
    }
    if (attributes.size() > COUNT_MAX) {
      throw SqsError.invalidParameter(
          "Number of message attributes ["
              + attributes.size()
              + "] exceeds the allowed maximum [10].");
    }
    int bytes = 0;
    for (var attribute : attributes.properties()) {
      var checked = checked(attribute.getKey(), attribute.getValue());
      bytes +=
          utf8(attribute.getKey()).length
              + utf8(checked.path("DataType").textValue()).length
              + value(checked).length;
      json.put(attribute.getKey(), checked);
    }
    return new MessageAttributes(json, bytes);
  }

  /// The checksum that clients compare: each attribute by name, every part with its length in four
  /// bytes before it, and one byte for how the value is carried (Amazon SQS developer guide,
  /// "Calculating the MD5 message digest for message attributes").
  static String md5(SortedMap<String, JsonNode> attributes) {
    var digested = new ByteArrayOutputStream();
    attributes.forEach(
        (name, attribute) -> {
          put(digested, utf8(name));
          put(digested, utf8(attribute.path("DataType").textValue()));
          digested.write(attribute.has("BinaryValue") ? 2 : 1);
          put(digested, value(attribute));
        });
    return md5(digested.toByteArray());
  }

  static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has MD5.", e);
    }
  }

  /// Those that a receiver asks for: by name, `prefix.*`, `All` or `.*`.
  static SortedMap<String, JsonNode> chosen(JsonNode attributes, List<String> wanted) {
    var chosen = new TreeMap<String, JsonNode>();
    for (var attribute : attributes.properties()) {
      if (wanted.stream().anyMatch(pattern -> matches(attribute.getKey(), pattern))) {
        chosen.put(attribute.getKey(), attribute.getValue());
      }
    }
    return chosen;
  }

  private static boolean matches(String name, String pattern) {
    if (pattern.equals("All") || pattern.equals(".*")) {
      return true;
    }
    return pattern.endsWith(".*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }

  private static ObjectNode checked(String name, JsonNode attribute) {
    if (!NAME.matcher(name).matches()
        || name.startsWith(".")
        || name.endsWith(".")
        || name.contains("..")) {
      throw SqsError.invalidParameter(
          "Message (user) attribute name '"
              + name
              + "' must be 1 to 256 letters, digits, underscores, hyphens and single inner"
              + " periods.");
    }
    var type = Json.text(attribute, "DataType").orElse("");
    if (!TYPE.matcher(type).matches()) {
      throw SqsError.invalidParameter(
          "The message attribute '"
              + name
              + "' has an invalid message attribute type, the set of supported type prefixes is"
              + " Binary, Number, and String.");
    }
    boolean isBinary = type.startsWith("Binary");
    var field = isBinary ? "BinaryValue" : "StringValue";
    var value = Json.text(attribute, field).orElse("");
    if (value.isEmpty()) {
      throw SqsError.invalidParameter(
          "The message attribute '" + name + "' must contain a non-empty " + field + ".");
    }
    if (isBinary) {
      checkBinary(name, value);
    } else if (type.startsWith("Number")) {
      checkNumber(name, value);
    }
    return Json.object().put("DataType", type).put(field, value);
  }

  private static void checkBinary(String name, String value) {
    try {
      Base64.getDecoder().decode(value);
    } catch (IllegalArgumentException _) {
      throw SqsError.malformed("The BinaryValue of " + name + " is not base64.");
    }
  }

  private static void checkNumber(String name, String value) {
    if (value.length() > 200 || !value.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?")) {
      throw SqsError.invalidParameter(
          "Can't cast the value of message (user) attribute '" + name + "' to a number.");
    }
  }

  private static byte[] value(JsonNode attribute) {
    return attribute.has("BinaryValue")
        ? Base64.getDecoder().decode(attribute.path("BinaryValue").textValue())
        : utf8(attribute.path("StringValue").textValue());
  }

  private static void put(ByteArrayOutputStream digested, byte[] bytes) {
    digested.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
    digested.writeBytes(bytes);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Those of a stored message that are texts or numbers.
  static Map<String, String> texts(JsonNode content) {
    var texts = new HashMap<String, String>();
    for (var attribute : content.path("attributes").properties()) {
      var value = attribute.getValue().path("StringValue");
      if (value.isTextual()) {
        texts.put(attribute.getKey(), value.asText());
      }
    }
    return texts;
  }
}
