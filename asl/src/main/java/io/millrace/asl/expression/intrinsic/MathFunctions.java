package io.millrace.asl.expression.intrinsic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Numbers and randomness.
final class MathFunctions {
  private MathFunctions() {}

  /// Measured on AWS: a sum that 32 bits do not hold is a failure.
  static JsonNode add(List<JsonNode> arguments) throws IntrinsicException {
    int a = Arguments.rounded(arguments, 0);
    int b = Arguments.rounded(arguments, 1);
    try {
      return IntNode.valueOf(Math.addExact(a, b));
    } catch (ArithmeticException e) {
      throw new IntrinsicException();
    }
  }

  /// From the first argument (inclusive) to the second (exclusive). A third one is a seed: the same
  /// seed gives the same number.
  static JsonNode random(List<JsonNode> arguments, RandomGenerator random)
      throws IntrinsicException {
    long from = Arguments.truncated(arguments, 0);
    long to = Arguments.truncated(arguments, 1);
    if (from >= to) {
      throw new IntrinsicException();
    }
    RandomGenerator source =
        arguments.size() > 2 ? new Random(Arguments.truncated(arguments, 2)) : random;
    return ArrayFunctions.whole(source.nextLong(from, to));
  }

  /// A UUID of version 4.
  static JsonNode uuid(RandomGenerator random) {
    long high = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return TextNode.valueOf(new UUID(high, low).toString());
  }
}
