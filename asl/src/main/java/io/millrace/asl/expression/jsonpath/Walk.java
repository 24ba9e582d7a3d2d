package io.millrace.asl.expression.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Follows the steps of plain paths.
final class Walk {
  private Walk() {}

  /// The one value steps without a star lead to, or null.
  static @Nullable JsonNode one(JsonNode start, List<Step> steps) {
    JsonNode at = start;
    for (int i = 0; i < steps.size(); i++) {
      at = step(at, steps.get(i));
      if (at == null) {
        return null;
      }
    }
    return at;
  }

  /// All values the steps lead to.
  static ArrayNode all(JsonNode start, List<Step> steps) {
    ArrayNode found = JsonNodeFactory.instance.arrayNode();
    collect(start, steps, 0, found);
    return found;
  }

  private static void collect(JsonNode at, List<Step> steps, int depth, ArrayNode found) {
    if (depth == steps.size()) {
      found.add(at);
      return;
    }
    Step step = steps.get(depth);
    if (step instanceof Step.Each) {
      for (JsonNode child : at) {
        collect(child, steps, depth + 1, found);
      }
      return;
    }
    JsonNode next = step(at, step);
    if (next != null) {
      collect(next, steps, depth + 1, found);
    }
  }

  private static @Nullable JsonNode step(JsonNode node, Step step) {
    return switch (step) {
      case Step.Member(var name) -> node.isObject() ? node.get(name) : null;
      case Step.Element(var index) -> node.isArray() ? node.get(index) : null;
      case Step.Each() -> null;
    };
  }
}
