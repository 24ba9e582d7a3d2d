package io.millrace.asl.expression.jsonata;

import com.fasterxml.jackson.databind.JsonNode;

/// Which JSON a field takes from its expression.
public enum Expected {
  ANY("any") {
    @Override
    public boolean accepts(JsonNode node) {
      return true;
    }
  },
  ARRAY("array") {
    @Override
    public boolean accepts(JsonNode node) {
      return node.isArray();
    }
  },
  OBJECT("object") {
    @Override
    public boolean accepts(JsonNode node) {
      return node.isObject();
    }
  },
  STRING("string") {
    @Override
    public boolean accepts(JsonNode node) {
      return node.isTextual();
    }
  },
  BOOLEAN("boolean") {
    @Override
    public boolean accepts(JsonNode node) {
      return node.isBoolean();
    }
  },
  NUMBER("number") {
    @Override
    public boolean accepts(JsonNode node) {
      return node.isNumber();
    }
  };

  private final String text;

  Expected(String text) {
    this.text = text;
  }

  /// Whether the field takes it.
  public abstract boolean accepts(JsonNode node);

  /// As AWS's texts name the type.
  public String text() {
    return text;
  }

  /// How AWS's texts name a value's type.
  static String typeOf(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "array";
      case OBJECT, POJO -> "object";
      case STRING, BINARY -> "string";
      case BOOLEAN -> "boolean";
      case NUMBER -> "number";
      case NULL, MISSING -> "null";
    };
  }
}
