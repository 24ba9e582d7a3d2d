package io.millrace.local.sns;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One condition of a filter policy (Amazon SNS developer guide, "String value matching", "Numeric
/// value matching", "Attribute key matching").
sealed interface FilterCondition {

  /// Whether a key's value meets it; of a list, whether one element does.
  ///
  /// @param value a missing node when the key is absent
  default boolean matches(JsonNode value) {
    if (this instanceof Exists(boolean wanted)) {
      return wanted == (!value.isMissingNode() && !value.isObject());
    }
    if (value.isArray()) {
      for (var element : value) {
        if (matches(element)) {
          return true;
        }
      }
      return false;
    }
    return value.isValueNode() && meets(value);
  }

  /// Whether a single value meets it.
  boolean meets(JsonNode value);

  /// The value itself: string, number, boolean or null.
  record Exact(JsonNode wanted) implements FilterCondition {
    @Override
    public boolean meets(JsonNode value) {
      return (wanted.isNumber() && value.isNumber())
          ? wanted.decimalValue().compareTo(value.decimalValue()) == 0
          : wanted.equals(value);
    }
  }

  record Prefix(String prefix) implements FilterCondition {
    @Override
    public boolean meets(JsonNode value) {
      return value.isTextual() && value.textValue().startsWith(prefix);
    }
  }

  record Suffix(String suffix) implements FilterCondition {
    @Override
    public boolean meets(JsonNode value) {
      return value.isTextual() && value.textValue().endsWith(suffix);
    }
  }

  record IgnoringCase(String text) implements FilterCondition {
    @Override
    public boolean meets(JsonNode value) {
      return value.isTextual()
          && value.textValue().toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT));
    }
  }

  /// `*` stands for any characters, also none.
  record Wildcard(String pattern) implements FilterCondition {
    @Override
    public boolean meets(JsonNode value) {
      return value.isTextual() && matches(value.textValue());
    }

    private boolean matches(String text) {
      int at = 0;
      int in = 0;
      int star = -1;
      int resume = 0;
      while (in < text.length()) {
        if (at < pattern.length() && pattern.charAt(at) == '*') {
          star = at++;
          resume = in;
        } else if (at < pattern.length() && pattern.charAt(at) == text.charAt(in)) {
          at++;
          in++;
        } else if (star >= 0) {
          at = star + 1;
          in = ++resume;
        } else {
          return false;
        }
      }
      while (at < pattern.length() && pattern.charAt(at) == '*') {
        at++;
      }
      return at == pattern.length();
    }
  }

  /// None of these.
  record AnythingBut(List<FilterCondition> unwanted) implements FilterCondition {
    @Override
    public boolean meets(JsonNode value) {
      return unwanted.stream().noneMatch(condition -> condition.meets(value));
    }
  }

  /// All of one or two comparisons.
  record Numeric(List<Comparison> comparisons) implements FilterCondition {
    record Comparison(String operator, BigDecimal with) {
      boolean holds(BigDecimal number) {
        int order = number.compareTo(with);
        return switch (operator) {
          case "=" -> order == 0;
          case "<" -> order < 0;
          case "<=" -> order <= 0;
          case ">" -> order > 0;
          case ">=" -> order >= 0;
          default -> throw new IllegalStateException("No numeric operator: " + operator);
        };
      }
    }

    @Override
    public boolean meets(JsonNode value) {
      return value.isNumber()
          && comparisons.stream().allMatch(comparison -> comparison.holds(value.decimalValue()));
    }
  }

  record Exists(boolean wanted) implements FilterCondition {
    @Override
    public boolean meets(JsonNode value) {
      return wanted;
    }
  }

  /// An IP address within a network.
  record Cidr(InetAddress network, int prefixBits) implements FilterCondition {
    @Override
    public boolean meets(JsonNode value) {
      if (!value.isTextual()) {
        return false;
      }
      try {
        var address = InetAddress.ofLiteral(value.textValue()).getAddress();
        var wanted = network.getAddress();
        if (address.length != wanted.length) {
          return false;
        }
        for (int bit = 0; bit < prefixBits; bit++) {
          int mask = 0x80 >> (bit % 8);
          if ((address[bit / 8] & mask) != (wanted[bit / 8] & mask)) {
            return false;
          }
        }
        return true;
      } catch (IllegalArgumentException _) {
        return false;
      }
    }
  }

  /// @throws SnsError when it is no valid condition
  static FilterCondition of(JsonNode json) {
    if (json.isValueNode()) {
      return new Exact(json);
    }
    if (!json.isObject() || json.size() != 1) {
      throw FilterPolicy.invalid("Match value must be String, number, true, false, or null");
    }
    var operator = json.properties().iterator().next();
    var value = operator.getValue();
    return switch (operator.getKey()) {
      case "prefix" -> new Prefix(text("prefix", value));
      case "suffix" -> new Suffix(text("suffix", value));
      case "equals-ignore-case" -> new IgnoringCase(text("equals-ignore-case", value));
      case "wildcard" -> new Wildcard(text("wildcard", value));
      case "anything-but" -> new AnythingBut(anythingBut(value));
      case "numeric" -> new Numeric(numeric(value));
      case "exists" -> {
        if (!value.isBoolean()) {
          throw FilterPolicy.invalid("exists match pattern must be either true or false.");
        }
        yield new Exists(value.booleanValue());
      }
      case "cidr" -> cidr(text("cidr", value));
      default -> throw FilterPolicy.invalid("Unrecognized match type " + operator.getKey());
    };
  }

  private static String text(String operator, JsonNode value) {
    if (!value.isTextual()) {
      throw FilterPolicy.invalid(operator + " match pattern must be a string");
    }
    return value.textValue();
  }

  private static List<FilterCondition> anythingBut(JsonNode value) {
    var unwanted = new ArrayList<FilterCondition>();
    if (value.isObject() && value.size() == 1) {
      // {"anything-but": {"prefix": "a"}}, also with a list of prefixes.
      var operator = value.properties().iterator().next();
      var operands = operator.getValue();
      if (!List.of("prefix", "suffix", "wildcard", "equals-ignore-case")
          .contains(operator.getKey())) {
        throw FilterPolicy.invalid("Unsupported anything-but pattern: " + operator.getKey());
      }
      for (var operand : operands.isArray() ? operands : List.of(operands)) {
        unwanted.add(of(Json.MAPPER.createObjectNode().set(operator.getKey(), operand)));
      }
    } else {
      for (var operand : value.isArray() ? value : List.of(value)) {
        if (!operand.isTextual() && !operand.isNumber()) {
          throw FilterPolicy.invalid("Inside anything but list, number|string|object expected");
        }
        unwanted.add(new Exact(operand));
      }
    }
    if (unwanted.isEmpty()) {
      throw FilterPolicy.invalid("anything-but must not be an empty list");
    }
    return List.copyOf(unwanted);
  }

  private static List<Numeric.Comparison> numeric(JsonNode value) {
    if (!value.isArray() || value.isEmpty() || value.size() % 2 != 0 || value.size() > 4) {
      throw FilterPolicy.invalid(
          "Value of numeric must be an array of one or two operators, each with its number");
    }
    var comparisons = new ArrayList<Numeric.Comparison>();
    for (int i = 0; i < value.size(); i += 2) {
      var operator = value.get(i).asText();
      if (!List.of("=", "<", "<=", ">", ">=").contains(operator)) {
        throw FilterPolicy.invalid("Unrecognized numeric range operator: " + operator);
      }
      if (!value.get(i + 1).isNumber()) {
        throw FilterPolicy.invalid("Value of " + operator + " must be numeric");
      }
      comparisons.add(new Numeric.Comparison(operator, value.get(i + 1).decimalValue()));
    }
    if (comparisons.size() == 2) {
      checkRange(comparisons);
    }
    return List.copyOf(comparisons);
  }

  private static void checkRange(List<Numeric.Comparison> range) {
    if (!range.getFirst().operator().startsWith(">")
        || !range.getLast().operator().startsWith("<")) {
      throw FilterPolicy.invalid("A numeric range is a > or >= before a < or <=");
    }
    if (range.getFirst().with().compareTo(range.getLast().with()) >= 0) {
      throw FilterPolicy.invalid("Bottom must be less than top");
    }
  }

  private static Cidr cidr(String text) {
    int slash = text.indexOf('/');
    try {
      var network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int bitsMax = network.getAddress().length * 8;
      int bits = slash < 0 ? bitsMax : Integer.parseInt(text.substring(slash + 1));
      if (bits >= 0 && bits <= bitsMax) {
        return new Cidr(network, bits);
      }
    } catch (IllegalArgumentException _) {
      // Neither an address nor a number: the same answer.
    }
    throw FilterPolicy.invalid("Malformed CIDR, one '/' required");
  }
}
