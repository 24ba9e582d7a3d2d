package io.millrace.asl.json;

import com.fasterxml.jackson.databind.JsonNode;

/// Compares JSON numbers by their values. A number beyond a double's range, such as `1e999`, is
/// read as infinite, which Java's exact decimals refuse.
public final class Numbers {
  private Numbers() {}

  /// Less than, equal to or greater than zero as the first is less than, equal to or greater than
  /// the second; 1 equals 1.0.
  public static int compare(JsonNode a, JsonNode b) {
    if (isLong(a) && isLong(b)) {
      return Long.compare(a.longValue(), b.longValue());
    }
    boolean finite = Double.isFinite(a.doubleValue()) && Double.isFinite(b.doubleValue());
    // A whole number can be too large for a double, too, but only a double is infinite itself.
    return finite || (!a.isDouble() && !b.isDouble())
        ? a.decimalValue().compareTo(b.decimalValue())
        : Double.compare(a.doubleValue(), b.doubleValue());
  }

  private static boolean isLong(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong();
  }
}
