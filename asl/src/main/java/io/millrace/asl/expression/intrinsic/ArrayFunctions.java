package io.millrace.asl.expression.intrinsic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.millrace.asl.json.Json;
import io.millrace.asl.json.Numbers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// `States.Array` and its kin.
final class ArrayFunctions {
  /// AWS developer guide: `States.ArrayRange` makes at most so many elements.
  private static final int RANGE_MAX = 1000;

  private ArrayFunctions() {}

  static JsonNode array(List<JsonNode> arguments) {
    return JsonNodeFactory.instance.arrayNode(arguments.size()).addAll(arguments);
  }

  static JsonNode partition(List<JsonNode> arguments) throws IntrinsicException {
    JsonNode array = Arguments.array(arguments, 0);
    long size = Arguments.truncated(arguments, 1);
    if (size < 1) {
      throw new IntrinsicException();
    }
    ArrayNode chunks = JsonNodeFactory.instance.arrayNode();
    ArrayNode chunk = null;
    for (JsonNode element : array) {
      if (chunk == null || chunk.size() >= size) {
        chunk = chunks.addArray();
      }
      chunk.add(element);
    }
    return chunks;
  }

  static JsonNode contains(List<JsonNode> arguments) throws IntrinsicException {
    JsonNode wanted = arguments.get(1);
    for (JsonNode element : Arguments.array(arguments, 0)) {
      if (same(element, wanted)) {
        return BooleanNode.TRUE;
      }
    }
    return BooleanNode.FALSE;
  }

  static JsonNode range(List<JsonNode> arguments) throws IntrinsicException {
    long start = Arguments.truncated(arguments, 0);
    long end = Arguments.truncated(arguments, 1);
    long step = Arguments.truncated(arguments, 2);
    if (step == 0) {
      throw new IntrinsicException();
    }
    ArrayNode range = JsonNodeFactory.instance.arrayNode();
    for (long at = start; step > 0 ? at <= end : at >= end; at += step) {
      if (range.size() == RANGE_MAX) {
        throw new IntrinsicException();
      }
      range.add(whole(at));
      if (step > 0 ? at > Long.MAX_VALUE - step : at < Long.MIN_VALUE - step) {
        break;
      }
    }
    return range;
  }

  /// Measured on AWS: an empty array gives null for each index.
  static JsonNode getItem(List<JsonNode> arguments) throws IntrinsicException {
    JsonNode array = Arguments.array(arguments, 0);
    long index = Arguments.truncated(arguments, 1);
    if (array.isEmpty() && index >= 0) {
      return NullNode.getInstance();
    }
    if (index < 0 || index >= array.size()) {
      throw new IntrinsicException();
    }
    return array.get((int) index);
  }

  static JsonNode length(List<JsonNode> arguments) throws IntrinsicException {
    return IntNode.valueOf(Arguments.array(arguments, 0).size());
  }

  static JsonNode unique(List<JsonNode> arguments) throws IntrinsicException {
    Set<JsonNode> distinct = new LinkedHashSet<>();
    Arguments.array(arguments, 0).forEach(distinct::add);
    return JsonNodeFactory.instance.arrayNode(distinct.size()).addAll(distinct);
  }

  /// A whole number as the smallest node that holds it, as a parser would make it.
  static JsonNode whole(long value) {
    return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
  }

  /// Measured on AWS: elements are compared by their texts, so that `true` is the same as `"true"`,
  /// and objects are different when their members come in another order.
  private static boolean same(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return Numbers.compare(a, b) == 0;
    }
    return text(a).equals(text(b));
  }

  private static String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : Json.write(node);
  }
}
