package io.millrace.asl.expression.intrinsic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Numbers and randomness.
final class MathFunctions {
  private MathFunctions() {}

  static JsonNode add(List<JsonNode> arguments) throws IntrinsicException {
    long a = Arguments.rounded(arguments, 0);
    long b = Arguments.rounded(arguments, 1);
    try {
      return ArrayFunctions.whole(Math.addExact(a, b));
    } catch (ArithmeticException e) {
      throw new IntrinsicException("The sum is out of range");
    }
  }

  /// From the first argument (inclusive) to the second (exclusive). A third one is a seed: the same
  /// seed gives the same number.
  static JsonNode random(List<JsonNode> arguments, RandomGenerator random)
      throws IntrinsicException {
    long from = Arguments.rounded(arguments, 0);
    long to = Arguments.rounded(arguments, 1);
    if (from >= to) {
      throw Arguments.wrong(arguments, 1, "greater than the first");
    }
    RandomGenerator source =
        arguments.size() > 2 ? new Random(Arguments.rounded(arguments, 2)) : random;
    return ArrayFunctions.whole(source.nextLong(from, to));
  }

  /// A UUID of version 4.
  static JsonNode uuid(RandomGenerator random) {
    long high = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return TextNode.valueOf(new UUID(high, low).toString());
  }
}
