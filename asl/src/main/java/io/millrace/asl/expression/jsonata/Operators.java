package io.millrace.asl.expression.jsonata;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.Utils;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The operators that read both their sides, as functions of two arguments: JSONata 2.0.6, "Numeric
/// operators", "Comparison operators", "String concatenation". The library's own lose `0/0`, write
/// large numbers and name values in errors differently, and compare 1 and 1.0 as different within
/// arrays and objects. Undefined is null.
final class Operators {
  /// The functions by operator.
  static final Map<String, JFunction> ALL = all();

  private Operators() {}

  private static Map<String, JFunction> all() {
    Map<String, JFunction> all = new HashMap<>();
    for (String operator : "+ - * / % & = != < <= > >= in".split(" ")) {
      all.put(
          operator, new JFunction((_, both) -> apply(operator, both.get(0), both.get(1)), null));
    }
    return Map.copyOf(all);
  }

  private static @Nullable Object apply(
      String operator, @Nullable Object left, @Nullable Object right) {
    return switch (operator) {
      case "&" -> concatenation(left, right);
      case "=" -> left != null && right != null && isEqual(left, right);
      case "!=" -> left != null && right != null && !isEqual(left, right);
      case "in" -> isIn(left, right);
      case "<", "<=", ">", ">=" -> comparison(operator, left, right);
      default -> number(operator, left, right);
    };
  }

  private static @Nullable Object number(
      String operator, @Nullable Object left, @Nullable Object right) {
    if (left != null && !isNumeric(left)) {
      throw new Failure(
          "T2001", "The left side of the \"" + operator + "\" operator must evaluate to a number");
    }
    if (right != null && !isNumeric(right)) {
      throw new Failure(
          "T2002", "The right side of the \"" + operator + "\" operator must evaluate to a number");
    }
    if (!(left instanceof Number first) || !(right instanceof Number second)) {
      return null;
    }
    double a = first.doubleValue();
    double b = second.doubleValue();
    return NumberText.computed(
        switch (operator) {
          case "+" -> a + b;
          case "-" -> a - b;
          case "*" -> a * b;
          case "/" -> a / b;
          default -> a % b;
        });
  }

  /// @throws Failure `D1001` for an infinite number
  static boolean isNumeric(@Nullable Object value) {
    return value instanceof Number number && !Double.isNaN(finite(number).doubleValue());
  }

  /// The number itself.
  ///
  /// @throws Failure `D1001` when it is infinite
  static Number finite(Number number) {
    if (Double.isInfinite(number.doubleValue())) {
      throw new Failure("D1001", "Number out of range: null");
    }
    return number;
  }

  private static String concatenation(@Nullable Object left, @Nullable Object right) {
    String first = JsonText.of(left, false);
    String second = JsonText.of(right, false);
    long length = (long) first.length() + second.length();
    Budget.limit(length, Budget.CHARACTERS_MAX);
    Budget.CURRENT.get().charge(length * Budget.CHARACTER);
    return first.concat(second);
  }

  private static @Nullable Object comparison(
      String operator, @Nullable Object left, @Nullable Object right) {
    if (!isComparable(left) || !isComparable(right)) {
      throw new Failure(
          "T2010",
          "The expressions either side of operator \""
              + operator
              + "\" must evaluate to numeric or string values");
    }
    if (left == null || right == null) {
      return null;
    }
    if (left instanceof String != right instanceof String) {
      throw new Failure(
          "T2009",
          "The values "
              + Failure.shown(left)
              + " and "
              + Failure.shown(right)
              + " either side of operator \""
              + operator
              + "\" must be of the same data type");
    }
    if (left instanceof String first && right instanceof String second) {
      Budget.CURRENT
          .get()
          .charge((long) Math.min(first.length(), second.length()) * Budget.CHARACTER);
      return holds(operator, first.compareTo(second));
    }
    double a = ((Number) left).doubleValue();
    double b = ((Number) right).doubleValue();
    boolean numbers = !Double.isNaN(a) && !Double.isNaN(b);
    return numbers && holds(operator, a < b ? -1 : (a > b ? 1 : 0));
  }

  private static boolean isComparable(@Nullable Object value) {
    return value == null || value instanceof String || value instanceof Number;
  }

  private static boolean holds(String operator, int comparison) {
    return switch (operator) {
      case "<" -> comparison < 0;
      case "<=" -> comparison <= 0;
      case ">" -> comparison > 0;
      default -> comparison >= 0;
    };
  }

  /// Containers are only themselves here, as in the reference implementation.
  private static boolean isIn(@Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return false;
    }
    Budget budget = Budget.CURRENT.get();
    budget.charge(BoundedFunctions.size(right));
    boolean container = left instanceof List || left instanceof Map;
    for (Object each : right instanceof List<?> list ? list : List.of(right)) {
      if (container ? isSame(each, left) : isEqual(each, left)) {
        return true;
      }
    }
    return false;
  }

  @SuppressWarnings("ReferenceEquality") // It is what the reference implementation compares.
  private static boolean isSame(@Nullable Object a, Object b) {
    return switch (a) {
      case NodeViews.Members x -> b instanceof NodeViews.Members y && x.node() == y.node();
      case NodeViews.Elements x -> b instanceof NodeViews.Elements y && x.node() == y.node();
      case null, default -> a == b;
    };
  }

  /// Whether two values are the same JSON, paid for: 1 is 1.0, and the order of members is nothing.
  static boolean isEqual(@Nullable Object a, @Nullable Object b) {
    Budget.CURRENT.get().charge(Budget.ELEMENT);
    if (a == null || b == null) {
      return b == null && a == null;
    }
    return switch (a) {
      case Number x -> b instanceof Number y && isEqual(x, y);
      case String x -> {
        Budget.CURRENT.get().charge((long) x.length() * Budget.CHARACTER);
        yield x.equals(b);
      }
      case List<?> x -> b instanceof List<?> y && isEqual(x, y);
      case Map<?, ?> x -> b instanceof Map<?, ?> y && isEqual(x, y);
      default -> a.equals(b);
    };
  }

  private static boolean isEqual(Number a, Number b) {
    return a.doubleValue() == b.doubleValue();
  }

  private static boolean isEqual(List<?> a, List<?> b) {
    if (a.size() != b.size()) {
      return false;
    }
    Iterator<?> others = b.iterator();
    for (Object element : a) {
      if (!isEqual(element, others.next())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEqual(Map<?, ?> a, Map<?, ?> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (Map.Entry<?, ?> member : a.entrySet()) {
      if (!b.containsKey(member.getKey()) || !isEqual(member.getValue(), b.get(member.getKey()))) {
        return false;
      }
    }
    return true;
  }

  static boolean isFunction(@Nullable Object value) {
    return Utils.isFunction(value)
        || Functions.isLambda(value)
        || value instanceof Jsonata.JLambda
        || value instanceof java.util.regex.Pattern;
  }
}
