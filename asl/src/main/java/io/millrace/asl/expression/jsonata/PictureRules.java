package io.millrace.asl.expression.jsonata;

import io.millrace.asl.expression.jsonata.NumberPicture.Symbols;
import io.millrace.asl.expression.jsonata.SubPicture.Parts;

/// What a sub-picture of `$formatNumber` must not have: XPath and XQuery Functions and Operators
/// 3.1, section 4.7.3. Of several broken rules the last one is told, as by the reference
/// implementation of JSONata 2.0.6, whose codes and sentences these are.
final class PictureRules {
  private final Symbols symbols;

  PictureRules(Symbols symbols) {
    this.symbols = symbols;
  }

  /// @throws Failure when a rule is broken
  void check(Parts parts) {
    String all = parts.all();
    boolean rated = all.contains(symbols.percent()) || all.contains(symbols.perMille());
    String exponent = parts.exponent();
    if (exponent != null
        && (exponent.isEmpty() || !exponent.codePoints().allMatch(symbols::isDigit))) {
      throw broken(
          "D3093",
          "The exponent part of the sub-picture must comprise only of one or more characters that"
              + " are members of the 'decimal digit family'");
    }
    if (exponent != null && rated) {
      throw broken(
          "D3092",
          "A sub-picture that contains a 'percent' or 'per-mille' character must not contain a"
              + " character treated as an 'exponent-separator'");
    }
    int lastOptional = parts.fraction().lastIndexOf(symbols.optional());
    if (lastOptional >= 0 && hasDigit(parts.fraction().substring(lastOptional))) {
      throw broken(
          "D3091",
          "The fractional part of the sub-picture must not contain an instance of the 'optional"
              + " digit character' that is followed by a member of the 'decimal digit family'");
    }
    int optional = parts.integer().indexOf(symbols.optional());
    if (optional >= 0 && hasDigit(parts.integer().substring(0, optional))) {
      throw broken(
          "D3090",
          "The integer part of the sub-picture must not contain a member of the 'decimal digit"
              + " family' that is followed by an instance of the 'optional digit character'");
    }
    checkSeparators(parts);
    checkCharacters(parts);
  }

  private void checkSeparators(Parts parts) {
    String all = parts.all();
    String grouping = String.valueOf(symbols.grouping());
    String decimal = String.valueOf(symbols.decimal());
    if (all.contains(grouping + grouping)) {
      throw broken(
          "D3089",
          "The sub-picture must not contain two adjacent instances of the 'grouping-separator'"
              + " character");
    }
    if (!all.contains(decimal) && parts.integer().endsWith(grouping)) {
      throw broken(
          "D3088",
          "The sub-picture must not contain a 'grouping-separator' at the end of the integer part");
    }
    if (all.contains(grouping + decimal) || all.contains(decimal + grouping)) {
      throw broken(
          "D3087",
          "The sub-picture must not contain a 'grouping-separator' character that appears adjacent"
              + " to a 'decimal-separator' character");
    }
  }

  private void checkCharacters(Parts parts) {
    String all = parts.all();
    if (!parts
        .active()
        .codePoints()
        .allMatch(c -> symbols.isActive(c) || c == symbols.exponent())) {
      throw broken(
          "D3086",
          "The sub-picture must not contain a passive character that is preceded by an active"
              + " character and that is followed by another active character");
    }
    if (!hasDigit(parts.mantissa()) && parts.mantissa().indexOf(symbols.optional()) < 0) {
      throw broken(
          "D3085",
          "The mantissa part of a sub-picture must contain at least one character that is either an"
              + " 'optional digit character' or a member of the 'decimal digit family'");
    }
    boolean percent = all.contains(symbols.percent());
    boolean perMille = all.contains(symbols.perMille());
    if (percent && perMille) {
      throw broken(
          "D3084", "The sub-picture must not contain both a 'percent' and a 'per-mille' character");
    }
    once(all, symbols.perMille(), "D3083", "per-mille");
    once(all, symbols.percent(), "D3082", "percent");
    once(all, String.valueOf(symbols.decimal()), "D3081", "decimal-separator");
  }

  private static void once(String all, String character, String code, String name) {
    if (all.indexOf(character) != all.lastIndexOf(character)) {
      throw broken(
          code,
          "The sub-picture must not contain more than one instance of the '"
              + name
              + "' character");
    }
  }

  private boolean hasDigit(String part) {
    return part.codePoints().anyMatch(symbols::isDigit);
  }

  private static Failure broken(String code, String rule) {
    return new Failure(code, rule);
  }
}
