package io.millrace.asl.expression.jsonata;

import io.millrace.asl.expression.jsonata.NumberPicture.Symbols;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/// One half of a picture of `$formatNumber`, checked and analysed: XPath and XQuery Functions and
/// Operators 3.1, sections 4.7.3 and 4.7.4.
///
/// @param integerGroups how many digits stand to the right of each grouping separator
/// @param regularGroup the distance between grouping separators when it is always the same, or 0
/// @param scaling how many digits a number with an exponent has before the point
/// @param fractionGroups after how many digits of the fraction there is a separator
/// @param exponentDigits at least so many; 0 when there is no exponent
/// @param shift 2 for percent, 3 for per-mille
record SubPicture(
    String prefix,
    String suffix,
    List<Integer> integerGroups,
    int regularGroup,
    int integerMin,
    int scaling,
    List<Integer> fractionGroups,
    int fractionMin,
    int fractionMax,
    int exponentDigits,
    int shift) {

  SubPicture {
    integerGroups = List.copyOf(integerGroups);
    fractionGroups = List.copyOf(fractionGroups);
  }

  SubPicture withPrefix(String other) {
    return new SubPicture(
        other,
        suffix,
        integerGroups,
        regularGroup,
        integerMin,
        scaling,
        fractionGroups,
        fractionMin,
        fractionMax,
        exponentDigits,
        shift);
  }

  /// Reads one.
  ///
  /// @throws Failure when it breaks a rule
  static SubPicture of(String text, Symbols symbols) {
    int[] points = text.codePoints().toArray();
    int from = 0;
    while (from < points.length && !symbols.isActive(points[from])) {
      from++;
    }
    int to = points.length;
    while (to > from && !symbols.isActive(points[to - 1])) {
      to--;
    }
    // Measured on AWS (floci-io/floci issue 2737, 30 Aug 2026): a picture without any active
    // character breaks the rule about passive ones.
    boolean passive = from == points.length;
    String prefix = passive ? "" : new String(points, 0, from);
    String suffix = passive ? "" : new String(points, to, points.length - to);
    String active = passive ? text : new String(points, from, to - from);

    int exponentAt = active.indexOf(symbols.exponent());
    String mantissa = exponentAt < 0 ? active : active.substring(0, exponentAt);
    String exponent = exponentAt < 0 ? null : active.substring(exponentAt + 1);
    if (exponent == null && suffix.indexOf(symbols.exponent()) == 0) {
      exponent = "";
    }
    int decimalAt = mantissa.indexOf(symbols.decimal());
    String integer = decimalAt < 0 ? mantissa : mantissa.substring(0, decimalAt);
    String fraction = decimalAt < 0 ? "" : mantissa.substring(decimalAt + 1);
    Parts parts = new Parts(text, active, mantissa, integer, fraction, exponent);
    new PictureRules(symbols).check(parts);
    return analysed(prefix, suffix, parts, symbols);
  }

  /// The pieces of a sub-picture.
  ///
  /// @param exponent null when there is none
  record Parts(
      String all,
      String active,
      String mantissa,
      String integer,
      String fraction,
      @org.jspecify.annotations.Nullable String exponent) {}

  private static SubPicture analysed(String prefix, String suffix, Parts parts, Symbols symbols) {
    IntPredicate digit = symbols::isDigit;
    IntPredicate place = c -> symbols.isDigit(c) || c == symbols.optional();
    int integerMin = count(parts.integer, digit);
    int scaling = integerMin;
    int fractionMin = count(parts.fraction, digit);
    int fractionMax = count(parts.fraction, place);
    boolean exponent = parts.exponent != null;
    if (integerMin == 0 && fractionMax == 0) {
      if (exponent) {
        fractionMin = 1;
        fractionMax = 1;
      } else {
        integerMin = 1;
      }
    }
    if (exponent && integerMin == 0 && parts.integer.indexOf(symbols.optional()) >= 0) {
      integerMin = 1;
    }
    if (integerMin == 0 && fractionMin == 0) {
      fractionMin = 1;
    }
    List<Integer> groups = new ArrayList<>();
    List<Integer> fractionGroups = new ArrayList<>();
    separators(parts.integer, symbols, i -> groups.add(count(parts.integer.substring(i), place)));
    separators(
        parts.fraction,
        symbols,
        i -> fractionGroups.add(count(parts.fraction.substring(0, i), place)));
    return new SubPicture(
        prefix,
        suffix,
        groups,
        regular(groups),
        integerMin,
        scaling,
        fractionGroups,
        fractionMin,
        fractionMax,
        parts.exponent == null ? 0 : count(parts.exponent, digit),
        parts.all.contains(symbols.percent()) ? 2 : parts.all.contains(symbols.perMille()) ? 3 : 0);
  }

  private static void separators(
      String part, Symbols symbols, java.util.function.IntConsumer each) {
    for (int at = part.indexOf(symbols.grouping());
        at >= 0;
        at = part.indexOf(symbols.grouping(), at + 1)) {
      each.accept(at);
    }
  }

  private static int count(String part, IntPredicate what) {
    return (int) part.codePoints().filter(what).count();
  }

  private static int regular(List<Integer> places) {
    int divisor = 0;
    for (int place : places) {
      divisor = gcd(divisor, place);
    }
    for (int i = 1; i <= places.size(); i++) {
      if (!places.contains(i * divisor)) {
        return 0;
      }
    }
    return divisor;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
