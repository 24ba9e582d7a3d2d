package io.millrace.pipelines.book.format.reading;

import java.util.List;
import java.util.function.LongFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Rules for figures that differ between languages only in words and separators: money,
/// percentages, degrees, ranges, decimals, plain numbers. Dates, serial numbers and figures inside
/// words are left alone. Immutable.
final class NumberRules {

  private final NumberWords words;
  private final Spelling spelling;
  private final LongFunction<String> plain;
  private final String number;

  /// `plain` reads a number of at most four digits written without separators, which may be a year.
  NumberRules(NumberWords words, Spelling spelling, LongFunction<String> plain) {
    this.words = words;
    this.spelling = spelling;
    this.plain = plain;
    // Possessive, so that no part of 1.2.3, 12/5/1897 or A4 is taken for a number.
    number =
        "(?<![\\p{L}\\p{N}]|\\p{N}[.,/:-])(\\d{1,3}(?:(?:%s)\\d{3})++(?!\\d)|\\d++)(?:(?:%s)(\\d++))?"
            .formatted(words.group(), words.point());
  }

  private static final String END = "(?![\\p{L}\\p{N}]|[.,/:-]\\p{N})";

  /// What must be read before anything else sees the figures.
  List<Rule> withSigns() {
    var signs =
        words.currencies().keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"));
    var scale = "(?: (" + words.scales() + "))?";
    return List.of(
        Rule.of("(" + signs + ") ?" + number + scale + END, m -> money(m.group(1), m, 2)),
        Rule.of(
            number + scale + " ?(" + signs + ")(?![\\p{L}\\p{N}])", m -> money(m.group(4), m, 1)),
        Rule.of(number + " ?%", m -> amount(m, 1) + " " + words.percent()),
        Rule.of(number + " ?°(C|F)\\b", this::temperature),
        Rule.of(number + " ?°(?!\\p{L})", m -> amount(m, 1) + " " + degrees(m)),
        Rule.of(
            "(?<![\\p{L}\\p{N}.,/:-])(\\d{1,4})(\\u2013|-)(\\d{1,4})(?![\\p{L}\\p{N}/-]|[.,:]\\d)",
            this::range),
        Rule.of("(?<=^|[\\s(])[\u2212-](?=\\d)", words.minus() + " "));
  }

  /// What is left: decimals and whole numbers.
  List<Rule> withoutSigns() {
    return List.of(Rule.of(number + END, this::plainNumber));
  }

  /// The number of which `first` is the group of its whole part and the next that of its decimals.
  String amount(MatchResult match, int first) {
    var whole = match.group(first).replaceAll("\\D", "");
    var decimals = match.group(first + 1);
    if (decimals == null) {
      return spelling.digits(whole);
    }
    return spelling.digits(whole) + " " + words.pointWord() + " " + decimals(decimals);
  }

  private String decimals(String digits) {
    return words.decimalsOneByOne() ? spelling.oneByOne(digits) : spelling.digits(digits);
  }

  private String plainNumber(MatchResult match) {
    var whole = match.group(1);
    boolean bare = match.group(2) == null && whole.length() <= 4 && !whole.startsWith("0");
    return bare && whole.chars().allMatch(Character::isDigit)
        ? plain.apply(Long.parseLong(whole))
        : amount(match, 1);
  }

  private String money(String sign, MatchResult match, int first) {
    var currency = words.currencies().get(sign);
    var whole = match.group(first).replaceAll("\\D", "");
    var decimals = match.group(first + 1);
    var scale = match.group(first + 2);
    if (currency == null) {
      throw new IllegalStateException("No currency for the sign " + sign);
    }
    if (scale != null) {
      return amount(match, first) + " " + scale + words.ofScale() + currency.many();
    }
    if (decimals == null || decimals.length() != 2 || currency.smallMany().isEmpty()) {
      return amount(match, first) + " " + (whole.equals("1") ? currency.one() : currency.many());
    }
    var text =
        spelling.digits(whole) + " " + (whole.equals("1") ? currency.one() : currency.many());
    long small = Long.parseLong(decimals);
    if (small == 0) {
      return text;
    }
    var smallName = small == 1 ? currency.smallOne() : currency.smallMany();
    return text + " " + words.and() + " " + spelling.cardinal(small) + " " + smallName;
  }

  private String temperature(MatchResult match) {
    return amount(match, 1)
        + " "
        + (match.group(3).equals("C") ? words.degreesCelsius() : words.degreesFahrenheit());
  }

  private String degrees(MatchResult match) {
    return match.group(1).equals("1") ? words.degree() : words.degrees();
  }

  /// With a hyphen only what rises and is of one length (12-15, 1914-1918) or a shortened year
  /// (1914-18): 555-1234 is a telephone.
  private String range(MatchResult match) {
    var from = match.group(1);
    var to = match.group(3);
    boolean rises = from.length() == to.length() && from.compareTo(to) < 0;
    boolean shortened = from.length() == 4 && to.length() == 2;
    boolean widens = from.length() <= 3 && to.length() <= 3 && from.length() < to.length();
    if (match.group(2).equals("-") && !rises && !shortened && !widens) {
      return match.group();
    }
    return from + " " + words.to() + " " + to;
  }
}
