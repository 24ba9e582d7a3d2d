package io.millrace.asl.expression.jsonata;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A picture of `$formatNumber`: XPath and XQuery Functions and Operators 3.1, section 4.7,
/// "Formatting numbers", to which JSONata refers.
final class NumberPicture {
  private final Symbols symbols;
  private final SubPicture positive;
  private final SubPicture negative;

  private NumberPicture(Symbols symbols, SubPicture positive, SubPicture negative) {
    this.symbols = symbols;
    this.positive = positive;
    this.negative = negative;
  }

  /// What stands for what in a picture and in what is made by it.
  record Symbols(
      char decimal,
      char grouping,
      char exponent,
      char minus,
      String infinity,
      String nan,
      String percent,
      String perMille,
      int zero,
      char optional,
      char pattern) {
    static Symbols of(Map<?, ?> options) {
      return new Symbols(
          first(options, "decimal-separator", '.'),
          first(options, "grouping-separator", ','),
          first(options, "exponent-separator", 'e'),
          first(options, "minus-sign", '-'),
          text(options, "infinity", "Infinity"),
          text(options, "NaN", "NaN"),
          text(options, "percent", "%"),
          text(options, "per-mille", "\u2030"),
          text(options, "zero-digit", "0").codePointAt(0),
          first(options, "digit", '#'),
          first(options, "pattern-separator", ';'));
    }

    private static String text(Map<?, ?> options, String name, String byDefault) {
      return options.get(name) instanceof String text && !text.isEmpty() ? text : byDefault;
    }

    private static char first(Map<?, ?> options, String name, char byDefault) {
      return text(options, name, String.valueOf(byDefault)).charAt(0);
    }

    /// One of the ten digits.
    boolean isDigit(int c) {
      return c >= zero && c < zero + 10;
    }

    boolean isActive(int c) {
      return isDigit(c) || c == decimal || c == grouping || c == optional;
    }
  }

  /// Reads a picture.
  ///
  /// @throws Failure `D3080` to `D3093` when it breaks a rule
  static NumberPicture of(String picture, Map<?, ?> options) {
    Symbols symbols = Symbols.of(options);
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = picture.indexOf(symbols.pattern);
        at >= 0;
        at = picture.indexOf(symbols.pattern, from)) {
      parts.add(picture.substring(from, at));
      from = at + 1;
    }
    parts.add(picture.substring(from));
    if (parts.size() > 2) {
      throw new Failure(
          "D3080", "The picture string must only contain a maximum of two sub-pictures");
    }
    SubPicture first = SubPicture.of(parts.getFirst(), symbols);
    SubPicture second =
        parts.size() == 2
            ? SubPicture.of(parts.get(1), symbols)
            : first.withPrefix(symbols.minus + first.prefix());
    return new NumberPicture(symbols, first, second);
  }

  /// The number in this form.
  String format(double value) {
    SubPicture sub = value < 0 ? negative : positive;
    if (Double.isNaN(value)) {
      return symbols.nan;
    }
    if (Double.isInfinite(value)) {
      return sub.prefix() + symbols.infinity + sub.suffix();
    }
    BigDecimal size = new BigDecimal(NumberText.shortest(Math.abs(value)));
    size = size.movePointRight(sub.shift());
    int exponent = 0;
    if (sub.exponentDigits() > 0 && size.signum() != 0) {
      exponent = size.precision() - size.scale() - sub.scaling();
      size = size.movePointLeft(exponent);
    }
    return sub.prefix() + mantissa(size, sub) + exponent(exponent, sub) + sub.suffix();
  }

  private String mantissa(BigDecimal size, SubPicture sub) {
    String plain = size.setScale(sub.fractionMax(), RoundingMode.HALF_EVEN).toPlainString();
    int point = plain.indexOf('.');
    String whole = point < 0 ? plain : plain.substring(0, point);
    String fraction = point < 0 ? "" : plain.substring(point + 1);
    int zeros = 0;
    while (zeros < whole.length() && whole.charAt(zeros) == '0') {
      zeros++;
    }
    whole = whole.substring(zeros);
    whole = "0".repeat(Math.max(0, sub.integerMin() - whole.length())) + whole;
    int end = fraction.length();
    while (end > sub.fractionMin() && fraction.charAt(end - 1) == '0') {
      end--;
    }
    fraction = fraction.substring(0, end);
    fraction = fraction + "0".repeat(Math.max(0, sub.fractionMin() - fraction.length()));
    StringBuilder text = new StringBuilder(grouped(whole, sub));
    if (!fraction.isEmpty()) {
      text.append(symbols.decimal).append(groupedFraction(fraction, sub.fractionGroups()));
    }
    return localized(text.toString());
  }

  private String grouped(String whole, SubPicture sub) {
    StringBuilder text = new StringBuilder();
    Set<Integer> places = new TreeSet<>(sub.integerGroups());
    int regular = sub.regularGroup();
    for (int i = 0; i < whole.length(); i++) {
      int fromRight = whole.length() - i;
      boolean separated = regular > 0 ? fromRight % regular == 0 : places.contains(fromRight);
      if (i > 0 && separated) {
        text.append(symbols.grouping);
      }
      text.append(whole.charAt(i));
    }
    return text.toString();
  }

  private String groupedFraction(String fraction, List<Integer> groups) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < fraction.length(); i++) {
      if (groups.contains(i)) {
        text.append(symbols.grouping);
      }
      text.append(fraction.charAt(i));
    }
    return text.toString();
  }

  private String exponent(int exponent, SubPicture sub) {
    if (sub.exponentDigits() == 0) {
      return "";
    }
    String digits = String.valueOf(Math.abs(exponent));
    return symbols.exponent
        + (exponent < 0 ? String.valueOf(symbols.minus) : "")
        + localized("0".repeat(Math.max(0, sub.exponentDigits() - digits.length())) + digits);
  }

  /// Digits of the family that the picture names.
  private String localized(String text) {
    if (symbols.zero == '0') {
      return text;
    }
    StringBuilder localized = new StringBuilder();
    text.chars()
        .forEach(c -> localized.appendCodePoint(c >= '0' && c <= '9' ? symbols.zero + c - '0' : c));
    return localized.toString();
  }
}
