package io.millrace.asl.expression.jsonata;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How much there is in a value, counted as deep as a function that reads all of it goes. The
/// counting pays as it goes: arrays that share their elements can be far larger than the memory
/// they take.
final class Weight {
  private Weight() {}

  /// Pays for reading all of a value.
  static void charge(@Nullable Object value, Budget budget) {
    new Count(budget, false).add(value, 0);
  }

  /// Pays for writing a value as JSON.
  ///
  /// @throws com.dashjoin.jsonata.JException when the text would be too large, too
  static void chargeText(@Nullable Object value, boolean pretty, Budget budget) {
    Count count = new Count(budget, pretty);
    count.add(value, 0);
    Budget.limit(count.characters, Budget.CHARACTERS_MAX);
  }

  /// Pays for a result's JSON.
  ///
  /// @throws com.dashjoin.jsonata.JException when it has too many parts, too
  static void chargeResult(@Nullable Object value, Budget budget) {
    if (value instanceof NodeViews.Members || value instanceof NodeViews.Elements) {
      return;
    }
    Count count = new Count(budget, false);
    count.add(value, 0);
    Budget.limit(count.nodes, 2L * Budget.ELEMENTS_MAX);
  }

  /// The cost of looking through arrays of arrays; what else is in them is not read.
  static long lists(@Nullable Object value, Budget budget) {
    if (!(value instanceof List<?> list)) {
      return 0;
    }
    budget.charge((long) list.size() * Budget.ELEMENT);
    long below = 0;
    for (Object element : list) {
      if (element instanceof List) {
        below += lists(element, budget);
      }
    }
    return below;
  }

  private static final class Count {
    private final Budget budget;
    private final boolean pretty;
    private long characters;
    private long nodes;

    Count(Budget budget, boolean pretty) {
      this.budget = budget;
      this.pretty = pretty;
    }

    void add(@Nullable Object value, int depth) {
      nodes++;
      switch (value) {
        case String text -> characters(text.length(), depth);
        case NodeViews.Members members -> node(members.node(), depth);
        case NodeViews.Elements elements -> node(elements.node(), depth);
        case List<?> list -> {
          characters(2, depth);
          for (Object element : list) {
            add(element, depth + 1);
          }
        }
        case Map<?, ?> map -> {
          characters(2, depth);
          for (Map.Entry<?, ?> member : map.entrySet()) {
            characters(String.valueOf(member.getKey()).length() + 4, depth);
            add(member.getValue(), depth + 1);
          }
        }
        case null, default -> characters(8, depth);
      }
    }

    private void node(JsonNode node, int depth) {
      characters(node.isTextual() ? node.textValue().length() : 8, depth);
      if (node.isObject()) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
          characters(member.getKey().length(), depth);
          nodes++;
          node(member.getValue(), depth + 1);
        }
      } else {
        for (JsonNode element : node) {
          nodes++;
          node(element, depth + 1);
        }
      }
    }

    private void characters(int more, int depth) {
      int indented = more + (pretty ? 2 * depth + 2 : 1);
      characters += indented;
      budget.charge(Budget.ELEMENT + (long) indented * Budget.CHARACTER);
    }
  }
}
