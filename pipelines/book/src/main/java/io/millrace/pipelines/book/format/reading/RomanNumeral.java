package io.millrace.pipelines.book.format.reading;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Roman numerals, strictly: `IV` and not `IIII`, so that few words are taken for one.
public final class RomanNumeral {

  /// Matches 1 to 399 in capitals; as a part of other patterns it must be bounded on both sides.
  static final String REGEX = "(?=[CLXVI])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})";

  private static final Pattern WHOLE = Pattern.compile(REGEX);
  private static final String LETTERS = "IVXLC";
  private static final int[] VALUES = {1, 5, 10, 50, 100};

  private RomanNumeral() {}

  /// The value of a whole text, in capitals or small letters; empty when it is no roman numeral.
  public static OptionalInt parse(String text) {
    var capitals = text.toUpperCase(Locale.ROOT);
    if (!WHOLE.matcher(capitals).matches()) {
      return OptionalInt.empty();
    }
    int sum = 0;
    int after = 0;
    for (int i = capitals.length() - 1; i >= 0; i--) {
      int value = VALUES[LETTERS.indexOf(capitals.charAt(i))];
      sum += value < after ? -value : value;
      after = value;
    }
    return OptionalInt.of(sum);
  }
}
