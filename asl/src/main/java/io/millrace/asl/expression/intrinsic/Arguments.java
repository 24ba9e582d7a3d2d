package io.millrace.asl.expression.intrinsic;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import java.util.List;

/// Checks of evaluated arguments.
final class Arguments {
  /// AWS developer guide: the longest text that Base64 and hash functions take, in characters.
  static final int TEXT_MAX = 10_000;

  private static final String[] ORDINALS = {"first", "second", "third"};

  private Arguments() {}

  static JsonNode array(List<JsonNode> arguments, int index) throws IntrinsicException {
    JsonNode node = arguments.get(index);
    if (!node.isArray()) {
      throw wrong(arguments, index, "an array");
    }
    return node;
  }

  static String text(List<JsonNode> arguments, int index) throws IntrinsicException {
    JsonNode node = arguments.get(index);
    if (!node.isTextual()) {
      throw wrong(arguments, index, "a string");
    }
    return node.textValue();
  }

  /// A text of at most [#TEXT_MAX] characters, counted as code points.
  static String shortText(List<JsonNode> arguments, int index) throws IntrinsicException {
    String text = text(arguments, index);
    return limited(text);
  }

  static String limited(String text) throws IntrinsicException {
    if (text.length() > TEXT_MAX && text.codePointCount(0, text.length()) > TEXT_MAX) {
      throw new IntrinsicException("The argument must not have more than 10,000 characters");
    }
    return text;
  }

  /// A whole number; others are rounded to the nearest, as AWS's guide says for most functions.
  static long rounded(List<JsonNode> arguments, int index) throws IntrinsicException {
    JsonNode node = arguments.get(index);
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    if (node.isNumber() && Math.abs(node.doubleValue()) < Long.MAX_VALUE) {
      return Math.round(node.doubleValue());
    }
    throw wrong(arguments, index, "a number");
  }

  static IntrinsicException wrong(List<JsonNode> arguments, int index, String wanted) {
    return new IntrinsicException(
        "The "
            + ORDINALS[index]
            + " argument must be "
            + wanted
            + " but was: "
            + Json.write(arguments.get(index)));
  }
}
