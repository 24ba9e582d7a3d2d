package io.millrace.asl.expression.jsonata;

import static io.millrace.asl.expression.jsonata.TextFunctions.argument;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Utils;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `$sort` and `$distinct`, as the reference implementation of JSONata 2.0.6 has them. Undefined is
/// null.
final class ArrayFunctions {
  private ArrayFunctions() {}

  /// `$sort`: a merge sort, in which the comparison says whether the first comes after the second.
  /// It need not be consistent.
  static @Nullable Object sort(List<?> arguments) {
    if (!(argument(arguments, 0) instanceof List<?> array)) {
      return null;
    }
    if (array.size() <= 1) {
      return array;
    }
    Object comparator = argument(arguments, 1);
    boolean plain =
        array.stream().allMatch(String.class::isInstance)
            || array.stream().allMatch(Operators::isNumeric);
    if (comparator == null && !plain) {
      throw new Failure(
          "D3070",
          "The single argument form of the sort function can only be applied to an array of strings"
              + " or an array of numbers.  Use the second argument to specify a comparison"
              + " function");
    }
    return sorted(new ArrayList<@Nullable Object>(array), comparator);
  }

  private static List<@Nullable Object> sorted(
      List<@Nullable Object> array, @Nullable Object comparator) {
    if (array.size() <= 1) {
      return array;
    }
    int middle = array.size() / 2;
    List<@Nullable Object> left = sorted(array.subList(0, middle), comparator);
    List<@Nullable Object> right = sorted(array.subList(middle, array.size()), comparator);
    Budget.CURRENT.get().charge((long) array.size() * Budget.ELEMENT);
    List<@Nullable Object> merged = new ArrayList<>(array.size());
    int l = 0;
    int r = 0;
    while (l < left.size() && r < right.size()) {
      boolean after = isAfter(left.get(l), right.get(r), comparator);
      merged.add(after ? right.get(r++) : left.get(l++));
    }
    merged.addAll(left.subList(l, left.size()));
    merged.addAll(right.subList(r, right.size()));
    return merged;
  }

  private static boolean isAfter(
      @Nullable Object a, @Nullable Object b, @Nullable Object comparator) {
    if (comparator != null) {
      return isTruthy(called(comparator, a, b));
    }
    if (a instanceof String x && b instanceof String y) {
      Budget.CURRENT.get().charge((long) Math.min(x.length(), y.length()) * Budget.CHARACTER);
      return x.compareTo(y) > 0;
    }
    return a instanceof Number x && b instanceof Number y && x.doubleValue() > y.doubleValue();
  }

  private static @Nullable Object called(
      Object comparator, @Nullable Object a, @Nullable Object b) {
    List<@Nullable Object> both = new ArrayList<>();
    both.add(a);
    both.add(b);
    try {
      return Functions.funcApply(comparator, both);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a comparison function failed", e);
    }
  }

  /// As JavaScript sees truth.
  private static boolean isTruthy(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean truth -> truth;
      case Number number -> number.doubleValue() != 0 && !Double.isNaN(number.doubleValue());
      case String text -> !text.isEmpty();
      case Object other -> !Jsonata.NULL_VALUE.equals(other);
    };
  }

  /// `$distinct`: the first of equal elements. An array stays one, even of one element.
  static @Nullable Object distinct(List<?> arguments) {
    Object given = argument(arguments, 0);
    if (!(given instanceof List<?> array) || array.size() <= 1) {
      return given;
    }
    Weight.charge(array, Budget.CURRENT.get());
    List<@Nullable Object> distinct =
        Utils.isSequence(array) ? Utils.createSequence() : new ArrayList<>();
    Set<@Nullable Object> seen = new HashSet<>();
    for (Object element : array) {
      if (seen.add(comparable(element))) {
        distinct.add(element);
      }
    }
    return distinct;
  }

  /// A value that Java compares as JSONata does.
  private static @Nullable Object comparable(@Nullable Object value) {
    return switch (value) {
      case Number number -> number.doubleValue() + 0.0;
      case List<?> list -> {
        List<@Nullable Object> all = new ArrayList<>(list.size());
        list.forEach(element -> all.add(comparable(element)));
        yield all;
      }
      case Map<?, ?> map -> {
        Map<Object, @Nullable Object> all = new HashMap<>();
        map.forEach((key, member) -> all.put(key, comparable(member)));
        yield all;
      }
      case null -> null;
      case Object other -> other;
    };
  }
}
