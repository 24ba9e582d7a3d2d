package io.millrace.asl.expression.jsonata;

import static io.millrace.asl.expression.jsonata.TextFunctions.argument;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Functions of numbers, as the reference implementation of JSONata 2.0.6 has them, where the
/// library differs. Undefined is null.
final class NumberFunctions {
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([Ee][-+]?[0-9]+)?");
  private static final Pattern OTHER_RADIX =
      Pattern.compile("0[xX][0-9A-Fa-f]+|0[oO][0-7]+|0[bB][01]+");
  private static final int RADIX_MAX = 36;

  private NumberFunctions() {}

  /// `$number`. Nothing longer than a number's possible digits is read as one.
  static @Nullable Object number(List<?> arguments) {
    return switch (argument(arguments, 0)) {
      case null -> null;
      case Number number -> number;
      case Boolean truth -> truth ? 1 : 0;
      case Object other -> parsed(String.valueOf(other));
    };
  }

  private static Number parsed(String text) {
    if (DECIMAL.matcher(text).matches()) {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return NumberText.computed(value);
      }
    } else if (OTHER_RADIX.matcher(text).matches()) {
      int radix =
          switch (Character.toLowerCase(text.charAt(1))) {
            case 'x' -> 16;
            case 'o' -> 8;
            default -> 2;
          };
      return NumberText.computed(new BigInteger(text.substring(2), radix).doubleValue());
    }
    throw new Failure("D3030", "Unable to cast value to a number: " + Failure.shown(text));
  }

  /// `$sum` and `$average`, added up from left to right.
  static @Nullable Object sum(List<?> arguments, boolean average) {
    if (!(argument(arguments, 0) instanceof List<?> numbers) || (average && numbers.isEmpty())) {
      return null;
    }
    double sum = 0;
    for (Object each : numbers) {
      sum += each instanceof Number number ? number.doubleValue() : Double.NaN;
    }
    return NumberText.computed(average ? sum / numbers.size() : sum);
  }

  /// `$count`.
  static Object count(List<?> arguments) {
    return argument(arguments, 0) instanceof List<?> list ? list.size() : 0;
  }

  /// `$power`.
  static @Nullable Object power(List<?> arguments) {
    if (!(argument(arguments, 0) instanceof Number base)) {
      return null;
    }
    Object exponent = argument(arguments, 1);
    double value =
        exponent instanceof Number number
            ? Math.pow(base.doubleValue(), number.doubleValue())
            : Double.NaN;
    if (!Double.isFinite(value)) {
      throw new Failure(
          "D3061",
          "The power function has resulted in a value that cannot be represented as a JSON number:"
              + " base="
              + Failure.shown(base)
              + ", exponent="
              + (exponent == null ? "undefined" : Failure.shown(exponent)));
    }
    return NumberText.computed(value);
  }

  /// `$formatBase`.
  static @Nullable Object formatBase(List<?> arguments) {
    if (!(argument(arguments, 0) instanceof Number number)) {
      return null;
    }
    double radix = argument(arguments, 1) instanceof Number given ? round(given) : 10;
    if (radix < 2 || radix > RADIX_MAX) {
      throw new Failure(
          "D3100",
          "The radix of the formatBase function must be between 2 and 36.  It was given "
              + NumberText.shortest(radix));
    }
    return BigDecimal.valueOf(Operators.finite(number).doubleValue())
        .setScale(0, RoundingMode.HALF_EVEN)
        .toBigInteger()
        .toString((int) radix);
  }

  private static double round(Number number) {
    return Math.rint(number.doubleValue());
  }

  /// `$formatNumber`.
  static @Nullable Object format(List<?> arguments) {
    if (!(argument(arguments, 0) instanceof Number number)) {
      return null;
    }
    String picture = argument(arguments, 1) instanceof String text ? text : "";
    Map<?, ?> options = argument(arguments, 2) instanceof Map<?, ?> map ? map : Map.of();
    Budget.CURRENT.get().charge(6_400 + (long) picture.length() * (16 + picture.length() / 16));
    return NumberPicture.of(picture, options).format(number.doubleValue());
  }
}
