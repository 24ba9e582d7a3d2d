package io.millrace.asl.expression.jsonata;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers as JSONata's `$string` and `&` write them.
///
/// Measured on AWS (floci-io/floci pull request 2683, 28 Aug 2026): whole numbers below 1e21 are
/// written with all their digits, the shortest that are read back as the same double. Others are
/// rounded to 15 digits, as the reference implementation does.
final class NumberText {
  private static final double WHOLE_MAX = 1e21;
  private static final double SMALL = 1e-6;
  private static final MathContext FIFTEEN = new MathContext(15, RoundingMode.HALF_UP);

  private NumberText() {}

  /// The text of a finite number.
  static String of(Number number) {
    if (number instanceof Integer || number instanceof Long) {
      return number.toString();
    }
    if (number instanceof BigInteger big && big.bitLength() < Long.SIZE) {
      return big.toString();
    }
    double value = number.doubleValue();
    if (value == Math.rint(value) && Math.abs(value) < WHOLE_MAX) {
      return value == 0 ? "0" : new BigDecimal(Double.toString(value)).toBigInteger().toString();
    }
    return shortest(new BigDecimal(value).round(FIFTEEN).doubleValue());
  }

  /// As JavaScript writes a finite double: no exponent from 1e-6 up to 1e21.
  static String shortest(double value) {
    BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    double size = Math.abs(value);
    if (value == 0) {
      return "0";
    }
    if (size >= SMALL && size < WHOLE_MAX) {
      return exact.toPlainString();
    }
    String digits = exact.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - exact.scale();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return (value < 0 ? "-" : "") + mantissa + "e" + (exponent < 0 ? "" : "+") + exponent;
  }

  /// A computed number as the evaluator keeps numbers: whole ones without a fraction.
  static Number computed(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 0x1p53) {
      long whole = (long) value;
      if (whole == (int) whole) {
        return (int) whole;
      }
      return whole;
    }
    return value;
  }
}
