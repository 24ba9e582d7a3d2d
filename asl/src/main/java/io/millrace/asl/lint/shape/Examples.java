package io.millrace.asl.lint.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Shapes of JSON that is at hand: an example of the input, or values in the definition.
public final class Examples {
  private static final int ELEMENTS_MAX = 50;

  private Examples() {}

  /// An example of an input: its members are there, others are not in the example.
  public static Shape example(JsonNode node) {
    Map<String, Member> members = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      members.put(entry.getKey(), Member.of(example(entry.getValue())));
    }
    Shape element = null;
    if (node.isArray() && !node.isEmpty()) {
      element = Shape.NOTHING;
      for (int i = 0; i < Math.min(node.size(), ELEMENTS_MAX); i++) {
        element = Joining.join(element, example(node.get(i)));
      }
    }
    return new Shape(
        EnumSet.of(Kind.of(node)),
        members,
        Presence.NOT_IN_EXAMPLE,
        element,
        null,
        null,
        node,
        null);
  }

  /// A value in the definition, exactly.
  public static Shape exact(JsonNode node) {
    if (node.isObject()) {
      Map<String, Member> members = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        members.put(entry.getKey(), Member.of(exact(entry.getValue())));
      }
      return Shape.object(members, null);
    }
    if (!node.isArray()) {
      return Shape.constant(node);
    }
    if (node.size() > ELEMENTS_MAX) {
      return Shape.arrayOf(Shape.ANY);
    }
    List<Shape> elements = new ArrayList<>();
    node.forEach(each -> elements.add(exact(each)));
    return Shape.tuple(elements);
  }
}
