package io.millrace.api.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request's fields. Reading one checks it; what is violated is collected, as AWS does, and told
/// by [#check()], which every operation calls before it acts. Not safe for concurrent use.
public final class Request {
  private final JsonNode fields;
  private final List<String> violations = new ArrayList<>(0);

  private Request(JsonNode fields) {
    this.fields = fields;
  }

  /// Reads a body.
  ///
  /// @throws ApiException `SerializationException` when it is not a JSON object
  public static Request parse(byte[] body) {
    try {
      JsonNode node = Json.mapper().readTree(body);
      if (node.isObject()) {
        return new Request(node);
      }
      throw new ApiException(ApiError.serialization("The request's body is not a JSON object"));
    } catch (JsonProcessingException e) {
      throw new ApiException(
          ApiError.serialization("The request's body is not JSON: " + e.getOriginalMessage()));
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  /// A text that has to be there; empty when it is not, which [#check()] will tell.
  public String text(String name, TextRule rule) {
    String value = optionalText(name, rule);
    if (value == null) {
      violate("Value null", name, "Member must not be null");
      return "";
    }
    return value;
  }

  /// A text that may be absent (JSON null is absent, too).
  public @Nullable String optionalText(String name, TextRule rule) {
    JsonNode node = fields.path(name);
    if (isAbsent(node)) {
      return null;
    }
    if (!node.isTextual()) {
      throw wrongType(name, "a string");
    }
    String value = node.textValue();
    String violation = rule.violation(value);
    if (violation != null) {
      violate(rule.isSensitive() ? "Value" : "Value '" + value + "'", name, violation);
    }
    return value;
  }

  /// One of a set of words, or null when absent. The order is that of AWS's message.
  public @Nullable String optionalWord(String name, List<String> allowed) {
    JsonNode node = fields.path(name);
    if (isAbsent(node)) {
      return null;
    }
    if (!node.isTextual()) {
      throw wrongType(name, "a string");
    }
    String value = node.textValue();
    if (!allowed.contains(value)) {
      violate("Value '" + value + "'", name, "Member must satisfy enum value set: " + allowed);
    }
    return value;
  }

  /// How many results a page may have: `maxResults`, where 0 and absence mean AWS's default of 100.
  public int pageSize() {
    return pageSize(1_000);
  }

  /// As [#pageSize()], where the API reference allows no more than `max`.
  public int pageSize(int max) {
    JsonNode node = fields.path("maxResults");
    if (isAbsent(node)) {
      return 100;
    }
    if (!node.isNumber()) {
      throw wrongType("maxResults", "a number");
    }
    long value = node.longValue();
    if (value < 0) {
      violate(
          "Value '" + value + "'",
          "maxResults",
          "Member must have value greater than or equal to 0");
    } else if (value > max) {
      violate(
          "Value '" + value + "'",
          "maxResults",
          "Member must have value less than or equal to " + max);
    }
    return value == 0 ? 100 : Math.clamp(value, 1, max);
  }

  /// A number from `min` to `max`, or null when absent.
  public @Nullable Double optionalNumber(String name, long min, long max) {
    JsonNode node = fields.path(name);
    if (isAbsent(node)) {
      return null;
    }
    if (!node.isNumber()) {
      throw wrongType(name, "a number");
    }
    double value = node.doubleValue();
    if (value < min) {
      violate(
          "Value '" + node.asText() + "'",
          name,
          "Member must have value greater than or equal to " + min);
    } else if (value > max) {
      violate(
          "Value '" + node.asText() + "'",
          name,
          "Member must have value less than or equal to " + max);
    }
    return value;
  }

  /// A truth value.
  public boolean flag(String name, boolean whenAbsent) {
    JsonNode node = fields.path(name);
    if (isAbsent(node)) {
      return whenAbsent;
    }
    if (!node.isBoolean()) {
      throw wrongType(name, "a boolean");
    }
    return node.booleanValue();
  }

  /// An object or list, or null when absent. Its inside is not checked.
  public @Nullable JsonNode optionalNode(String name) {
    JsonNode node = fields.path(name);
    if (isAbsent(node)) {
      return null;
    }
    if (!node.isContainerNode()) {
      throw wrongType(name, "an object or a list");
    }
    return node;
  }

  /// Notes a violation that an operation found.
  ///
  /// @param value as the message shows it: `Value 'x'`, or `Value` when it is not to be shown
  public void violate(String value, String name, String constraint) {
    violations.add(value + " at '" + name + "' failed to satisfy constraint: " + constraint);
  }

  /// Ends the reading.
  ///
  /// @throws ApiException `ValidationException` when anything was violated
  public void check() {
    if (violations.isEmpty()) {
      return;
    }
    int count = violations.size();
    throw new ApiException(
        ApiError.validation(
            count
                + " validation error"
                + (count == 1 ? "" : "s")
                + " detected: "
                + String.join("; ", violations)));
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static ApiException wrongType(String name, String wanted) {
    return new ApiException(ApiError.serialization("The field '" + name + "' is not " + wanted));
  }
}
