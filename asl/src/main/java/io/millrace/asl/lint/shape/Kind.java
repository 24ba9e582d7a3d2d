package io.millrace.asl.lint.shape;

import com.fasterxml.jackson.databind.JsonNode;

/// JSON's types.
public enum Kind {
  NULL,
  BOOLEAN,
  NUMBER,
  STRING,
  OBJECT,
  ARRAY;

  /// The type of a value.
  public static Kind of(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL, MISSING -> NULL;
      case BOOLEAN -> BOOLEAN;
      case NUMBER -> NUMBER;
      case STRING, BINARY, POJO -> STRING;
      case OBJECT -> OBJECT;
      case ARRAY -> ARRAY;
    };
  }

  /// As a sentence names it: `an array`.
  public String withArticle() {
    return switch (this) {
      case NULL -> "null";
      case BOOLEAN -> "a boolean";
      case NUMBER -> "a number";
      case STRING -> "a string";
      case OBJECT -> "an object";
      case ARRAY -> "an array";
    };
  }
}
