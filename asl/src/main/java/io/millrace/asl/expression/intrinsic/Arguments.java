package io.millrace.asl.expression.intrinsic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// Checks of evaluated arguments.
final class Arguments {
  /// AWS developer guide: the longest text that Base64 and hash functions take, in characters.
  private static final int TEXT_MAX = 10_000;

  private Arguments() {}

  static JsonNode array(List<JsonNode> arguments, int index) throws IntrinsicException {
    JsonNode node = arguments.get(index);
    if (!node.isArray()) {
      throw new IntrinsicException();
    }
    return node;
  }

  static String text(List<JsonNode> arguments, int index) throws IntrinsicException {
    JsonNode node = arguments.get(index);
    if (!node.isTextual()) {
      throw new IntrinsicException();
    }
    return node.textValue();
  }

  /// A text of at most [#TEXT_MAX] characters, counted as code points.
  static String shortText(List<JsonNode> arguments, int index) throws IntrinsicException {
    return limited(text(arguments, index));
  }

  static String limited(String text) throws IntrinsicException {
    if (text.length() > TEXT_MAX && text.codePointCount(0, text.length()) > TEXT_MAX) {
      throw new IntrinsicException();
    }
    return text;
  }

  /// A whole number. Measured on AWS: the fraction of others is dropped, although AWS's guide says
  /// they are rounded.
  static long truncated(List<JsonNode> arguments, int index) throws IntrinsicException {
    JsonNode node = arguments.get(index);
    return node.isIntegralNumber() && node.canConvertToLong()
        ? node.longValue()
        : (long) fraction(node);
  }

  /// A 32-bit whole number, the nearest one. Measured on AWS, where only `States.MathAdd` rounds.
  static int rounded(List<JsonNode> arguments, int index) throws IntrinsicException {
    long rounded = Math.round(fraction(arguments.get(index)));
    if (rounded != (int) rounded) {
      throw new IntrinsicException();
    }
    return (int) rounded;
  }

  private static double fraction(JsonNode node) throws IntrinsicException {
    if (node.isNumber() && Math.abs(node.doubleValue()) < Long.MAX_VALUE) {
      return node.doubleValue();
    }
    throw new IntrinsicException();
  }
}
