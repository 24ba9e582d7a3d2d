package io.millrace.asl.expression.jsonata;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the evaluator yields, as JSON.
final class Values {
  /// From here on JavaScript, and so AWS, writes whole numbers with an exponent.
  private static final double WHOLE_MAX = 1e21;

  private static final double LONG_MAX = 0x1p63;

  private Values() {}

  /// The JSON, or null for a value that has none, such as a function.
  static @Nullable JsonNode toJson(@Nullable Object value) {
    return switch (value) {
      case null -> NullNode.getInstance();
      case NodeViews.Members members -> members.node();
      case NodeViews.Elements elements -> elements.node();
      case String text -> TextNode.valueOf(text);
      case Boolean truth -> BooleanNode.valueOf(truth);
      case Integer number -> IntNode.valueOf(number);
      case Number number -> number(number);
      case List<?> list -> array(list);
      case Map<?, ?> map -> object(map);
      case Object other -> Jsonata.NULL_VALUE.equals(other) ? NullNode.getInstance() : null;
    };
  }

  private static @Nullable JsonNode array(List<?> list) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode(list.size());
    for (Object element : list) {
      JsonNode node = toJson(element);
      if (node == null) {
        return null;
      }
      array.add(node);
    }
    return array;
  }

  private static @Nullable JsonNode object(Map<?, ?> map) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<?, ?> member : map.entrySet()) {
      JsonNode node = toJson(member.getValue());
      if (node == null) {
        return null;
      }
      object.set(String.valueOf(member.getKey()), node);
    }
    return object;
  }

  /// Whole numbers stay whole, however they were computed: there is one kind of number in JSONata,
  /// and 4/2 is 2, not 2.0. What is no finite number is written as its name, as measured on AWS.
  static JsonNode number(Number number) {
    if (number instanceof BigInteger big) {
      return BigIntegerNode.valueOf(big);
    }
    if (!(number instanceof Double)
        && !(number instanceof Float)
        && !(number instanceof BigDecimal)) {
      long whole = number.longValue();
      return whole == (int) whole ? IntNode.valueOf((int) whole) : LongNode.valueOf(whole);
    }
    double value = number.doubleValue();
    if (!Double.isFinite(value)) {
      return TextNode.valueOf(Double.toString(value));
    }
    if (value != Math.rint(value) || Math.abs(value) >= WHOLE_MAX) {
      return DoubleNode.valueOf(value);
    }
    if (Math.abs(value) < LONG_MAX) {
      long whole = (long) value;
      return whole == (int) whole ? IntNode.valueOf((int) whole) : LongNode.valueOf(whole);
    }
    return BigIntegerNode.valueOf(new BigDecimal(Double.toString(value)).toBigInteger());
  }
}
