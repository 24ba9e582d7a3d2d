package io.millrace.asl.expression.choice;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Timestamps;
import io.millrace.asl.json.Numbers;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A comparison operator without its `Path` suffix. Values of the wrong type never match: that is
/// false, not an error (recorded for each operator).
public sealed interface Operator {
  /// Whether the value stands in this relation to the operand.
  boolean test(JsonNode value, JsonNode operand);

  /// Whether this operand may stand in a definition.
  boolean takes(JsonNode operand);

  /// As AWS names the operand's type.
  String operandType();

  /// How two ordered values have to compare.
  enum Relation {
    EQUALS,
    LESS_THAN,
    LESS_THAN_EQUALS,
    GREATER_THAN,
    GREATER_THAN_EQUALS;

    boolean holds(int comparison) {
      return switch (this) {
        case EQUALS -> comparison == 0;
        case LESS_THAN -> comparison < 0;
        case LESS_THAN_EQUALS -> comparison <= 0;
        case GREATER_THAN -> comparison > 0;
        case GREATER_THAN_EQUALS -> comparison >= 0;
      };
    }
  }

  /// `StringEquals` and its kin, by UTF-16 code units.
  record Text(Relation relation) implements Operator {
    @Override
    public boolean test(JsonNode value, JsonNode operand) {
      return value.isTextual()
          && operand.isTextual()
          && relation.holds(value.textValue().compareTo(operand.textValue()));
    }

    @Override
    public boolean takes(JsonNode operand) {
      return operand.isTextual();
    }

    @Override
    public String operandType() {
      return "String";
    }
  }

  /// `NumericEquals` and its kin; 1 equals 1.0.
  record Numeric(Relation relation) implements Operator {
    @Override
    public boolean test(JsonNode value, JsonNode operand) {
      return value.isNumber()
          && operand.isNumber()
          && relation.holds(Numbers.compare(value, operand));
    }

    @Override
    public boolean takes(JsonNode operand) {
      return operand.isNumber();
    }

    @Override
    public String operandType() {
      return "Number";
    }
  }

  /// `BooleanEquals`.
  record Truth() implements Operator {
    @Override
    public boolean test(JsonNode value, JsonNode operand) {
      return value.isBoolean()
          && operand.isBoolean()
          && value.booleanValue() == operand.booleanValue();
    }

    @Override
    public boolean takes(JsonNode operand) {
      return operand.isBoolean();
    }

    @Override
    public String operandType() {
      return "Boolean";
    }
  }

  /// `TimestampEquals` and its kin.
  record Timestamp(Relation relation) implements Operator {
    @Override
    public boolean test(JsonNode value, JsonNode operand) {
      Instant left = instant(value);
      Instant right = left == null ? null : instant(operand);
      return left != null && right != null && relation.holds(left.compareTo(right));
    }

    private static @Nullable Instant instant(JsonNode node) {
      return node.isTextual() ? Timestamps.parse(node.textValue()) : null;
    }

    @Override
    public boolean takes(JsonNode operand) {
      return instant(operand) != null;
    }

    @Override
    public String operandType() {
      return "Timestamp";
    }
  }

  /// `StringMatches`: `*` stands for any text; `\*` for itself.
  record Matches() implements Operator {
    @Override
    public boolean test(JsonNode value, JsonNode operand) {
      return value.isTextual()
          && operand.isTextual()
          && Wildcards.matches(operand.textValue(), value.textValue());
    }

    @Override
    public boolean takes(JsonNode operand) {
      return operand.isTextual() && Wildcards.isWellFormed(operand.textValue());
    }

    @Override
    public String operandType() {
      return "String";
    }
  }

  /// `IsNull`, `IsString` and its kin; the operand says whether it should be so.
  record Is(Kind kind) implements Operator {
    @Override
    public boolean test(JsonNode value, JsonNode operand) {
      return kind.test(value) == operand.booleanValue();
    }

    @Override
    public boolean takes(JsonNode operand) {
      return operand.isBoolean();
    }

    @Override
    public String operandType() {
      return "Boolean";
    }
  }

  /// What a value can be tested for.
  enum Kind {
    PRESENT,
    NULL,
    NUMERIC,
    STRING,
    BOOLEAN,
    TIMESTAMP;

    boolean test(JsonNode value) {
      return switch (this) {
        case PRESENT -> true;
        case NULL -> value.isNull();
        case NUMERIC -> value.isNumber();
        case STRING -> value.isTextual();
        case BOOLEAN -> value.isBoolean();
        case TIMESTAMP -> value.isTextual() && Timestamps.parse(value.textValue()) != null;
      };
    }
  }

  /// The operator with this name, without `Path`, or null when there is none.
  static @Nullable Operator named(String name) {
    return Names.ALL.get(name);
  }

  /// All names, without their `Path` forms.
  static Set<String> names() {
    return Names.ALL.keySet();
  }

  /// Whether the operator has a form that ends with `Path`.
  default boolean hasPathForm() {
    return !(this instanceof Is) && !(this instanceof Matches);
  }

  /// The operators by name.
  final class Names {
    private static final Map<String, Operator> ALL = all();

    private Names() {}

    private static Map<String, Operator> all() {
      Map<String, Operator> all = new HashMap<>();
      Map<String, Relation> relations =
          Map.of(
              "Equals", Relation.EQUALS,
              "LessThan", Relation.LESS_THAN,
              "LessThanEquals", Relation.LESS_THAN_EQUALS,
              "GreaterThan", Relation.GREATER_THAN,
              "GreaterThanEquals", Relation.GREATER_THAN_EQUALS);
      relations.forEach(
          (name, relation) -> {
            all.put("String" + name, new Text(relation));
            all.put("Numeric" + name, new Numeric(relation));
            all.put("Timestamp" + name, new Timestamp(relation));
          });
      all.put("BooleanEquals", new Truth());
      all.put("StringMatches", new Matches());
      all.put("IsPresent", new Is(Kind.PRESENT));
      all.put("IsNull", new Is(Kind.NULL));
      all.put("IsNumeric", new Is(Kind.NUMERIC));
      all.put("IsString", new Is(Kind.STRING));
      all.put("IsBoolean", new Is(Kind.BOOLEAN));
      all.put("IsTimestamp", new Is(Kind.TIMESTAMP));
      return Map.copyOf(all);
    }
  }
}
