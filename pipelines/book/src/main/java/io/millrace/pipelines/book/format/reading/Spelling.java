package io.millrace.pipelines.book.format.reading;

import com.ibm.icu.text.RuleBasedNumberFormat;
import java.util.Locale;
import java.util.stream.Collectors;

/// Numbers in words, by ICU's spell-out rules (Unicode CLDR, "rbnf"). Thread-safe: the format
/// behind it is not, hence the locks.
final class Spelling {

  /// Longer ones are serial numbers, which nobody reads as a number.
  private static final int MOST_DIGITS = 15;

  private final RuleBasedNumberFormat format;

  Spelling(Locale language) {
    format = new RuleBasedNumberFormat(language, RuleBasedNumberFormat.SPELLOUT);
  }

  synchronized String cardinal(long number) {
    return format.format(number).replace("\u00AD", "");
  }

  /// By one of the language's named rule sets, such as `%spellout-ordinal`.
  synchronized String by(String ruleSet, long number) {
    return format.format(number, ruleSet).replace("\u00AD", "");
  }

  /// A run of digits: as a number, or digit by digit when it is too long or begins with a zero.
  String digits(String digits) {
    boolean serial =
        digits.length() > MOST_DIGITS || (digits.length() > 1 && digits.startsWith("0"));
    return serial ? oneByOne(digits) : cardinal(Long.parseLong(digits));
  }

  String oneByOne(String digits) {
    return digits
        .chars()
        .mapToObj(digit -> cardinal(Character.digit(digit, 10)))
        .collect(Collectors.joining(" "));
  }
}
