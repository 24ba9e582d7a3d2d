package io.millrace.api.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.api.protocol.Request;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Tags and tag keys of a request. API reference, `Tag`: a key has 1 to 128 characters, a value up
/// to 256.
final class TagsJson {
  private TagsJson() {}

  static Map<String, String> tags(Request request) {
    JsonNode list = request.optionalNode("tags");
    if (list == null) {
      return Map.of();
    }
    Map<String, String> tags = new LinkedHashMap<>();
    int index = 0;
    for (JsonNode tag : list) {
      String at = "tags." + ++index + ".member.";
      String key = key(tag.path("key").asText(""), at + "key", request);
      String value = tag.path("value").asText("");
      if (value.length() > 256) {
        request.violate(
            "Value '" + value + "'",
            at + "value",
            "Member must have length less than or equal to 256");
      }
      checkCharacters(value, at + "value", request);
      tags.put(key, value);
    }
    return tags;
  }

  static Set<String> keys(Request request) {
    Set<String> keys = new LinkedHashSet<>();
    JsonNode list = request.optionalNode("tagKeys");
    if (list == null) {
      request.violate("Value null", "tagKeys", "Member must not be null");
      return keys;
    }
    int index = 0;
    for (JsonNode key : list) {
      keys.add(key(key.asText(""), "tagKeys." + ++index + ".member", request));
    }
    return keys;
  }

  private static String key(String key, String at, Request request) {
    if (key.isEmpty() || key.length() > 128) {
      request.violate("Value '" + key + "'", at, "Member must have length between 1 and 128");
    }
    checkCharacters(key, at, request);
    return key;
  }

  /// AWS allows letters, digits, spaces and a few signs; what cannot be stored is refused here.
  private static void checkCharacters(String text, String at, Request request) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      request.violate("Value", at, "Member must not contain control characters");
    }
  }
}
