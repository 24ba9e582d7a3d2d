package io.millrace.asl.expression.intrinsic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The functions, with how many arguments each takes. AWS developer guide, "Intrinsic functions for
/// JSONPath states".
public enum IntrinsicFunction {
  ARRAY("Array", 0, Integer.MAX_VALUE),
  ARRAY_PARTITION("ArrayPartition", 2, 2),
  ARRAY_CONTAINS("ArrayContains", 2, 2),
  ARRAY_RANGE("ArrayRange", 3, 3),
  ARRAY_GET_ITEM("ArrayGetItem", 2, 2),
  ARRAY_LENGTH("ArrayLength", 1, 1),
  ARRAY_UNIQUE("ArrayUnique", 1, 1),
  BASE64_ENCODE("Base64Encode", 1, 1),
  BASE64_DECODE("Base64Decode", 1, 1),
  HASH("Hash", 2, 2),
  JSON_MERGE("JsonMerge", 3, 3),
  STRING_TO_JSON("StringToJson", 1, 1),
  JSON_TO_STRING("JsonToString", 1, 1),
  MATH_RANDOM("MathRandom", 2, 3),
  MATH_ADD("MathAdd", 2, 2),
  STRING_SPLIT("StringSplit", 2, 2),
  UUID("UUID", 0, 0),
  FORMAT("Format", 1, Integer.MAX_VALUE);

  private static final Map<String, IntrinsicFunction> BY_NAME = byName();

  private final String name;
  private final int min;
  private final int max;

  IntrinsicFunction(String name, int min, int max) {
    this.name = name;
    this.min = min;
    this.max = max;
  }

  /// The function with this name, without `States.`, or null.
  static @Nullable IntrinsicFunction named(String name) {
    return BY_NAME.get(name);
  }

  /// All names, as definitions write them.
  public static Set<String> names() {
    return Arrays.stream(values()).map(IntrinsicFunction::toString).collect(Collectors.toSet());
  }

  /// Calls the function.
  JsonNode apply(List<JsonNode> arguments, RandomGenerator random) throws IntrinsicException {
    if (arguments.size() < min || arguments.size() > max) {
      throw new IntrinsicException();
    }
    return switch (this) {
      case ARRAY -> ArrayFunctions.array(arguments);
      case ARRAY_PARTITION -> ArrayFunctions.partition(arguments);
      case ARRAY_CONTAINS -> ArrayFunctions.contains(arguments);
      case ARRAY_RANGE -> ArrayFunctions.range(arguments);
      case ARRAY_GET_ITEM -> ArrayFunctions.getItem(arguments);
      case ARRAY_LENGTH -> ArrayFunctions.length(arguments);
      case ARRAY_UNIQUE -> ArrayFunctions.unique(arguments);
      case BASE64_ENCODE -> TextFunctions.base64Encode(arguments);
      case BASE64_DECODE -> TextFunctions.base64Decode(arguments);
      case HASH -> TextFunctions.hash(arguments);
      case JSON_MERGE -> JsonFunctions.merge(arguments);
      case STRING_TO_JSON -> JsonFunctions.parse(arguments);
      case JSON_TO_STRING -> JsonFunctions.write(arguments);
      case MATH_RANDOM -> MathFunctions.random(arguments, random);
      case MATH_ADD -> MathFunctions.add(arguments);
      case STRING_SPLIT -> TextFunctions.split(arguments);
      case UUID -> MathFunctions.uuid(random);
      case FORMAT -> FormatFunction.format(arguments);
    };
  }

  @Override
  public String toString() {
    return "States." + name;
  }

  private static Map<String, IntrinsicFunction> byName() {
    Map<String, IntrinsicFunction> all = new HashMap<>();
    for (IntrinsicFunction function : values()) {
      all.put(function.name, function);
    }
    return Map.copyOf(all);
  }
}
