package io.millrace.asl.expression.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// One step of a plain path.
sealed interface Step {
  /// What the step leads to, or null when there is nothing.
  @Nullable JsonNode from(JsonNode node);

  /// `.name` or `['name']`.
  record Member(String name) implements Step {
    @Override
    public @Nullable JsonNode from(JsonNode node) {
      return node.isObject() ? node.get(name) : null;
    }
  }

  /// `[2]`, counted from 0.
  record Element(int index) implements Step {
    @Override
    public @Nullable JsonNode from(JsonNode node) {
      return node.isArray() ? node.get(index) : null;
    }
  }
}
