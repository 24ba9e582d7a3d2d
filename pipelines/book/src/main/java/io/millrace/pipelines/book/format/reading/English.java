package io.millrace.pipelines.book.format.reading;

import io.millrace.pipelines.book.format.reading.NumberWords.Currency;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.regex.MatchResult;

/// English signs read aloud.
final class English implements Reader {

  private static final List<String> DIVISIONS =
      List.of(
          "chapter",
          "book",
          "part",
          "volume",
          "act",
          "scene",
          "section",
          "canto",
          "stave",
          "letter",
          "appendix",
          "figure",
          "plate",
          "table",
          "number",
          "war",
          "class",
          "grade",
          "phase",
          "type");

  private static final Spelling SPELLING = new Spelling(Locale.ENGLISH);
  private static final String ORDINAL = "%spellout-ordinal";

  private static final NumberWords WORDS =
      new NumberWords(
          ",",
          "\\.",
          "point",
          true,
          "to",
          "and",
          "minus",
          "percent",
          "degrees Celsius",
          "degrees Fahrenheit",
          "degree",
          "degrees",
          "hundred|thousand|million|billion|trillion",
          " ",
          Map.of(
              "£", new Currency("pound", "pounds", "penny", "pence"),
              "$", new Currency("dollar", "dollars", "cent", "cents"),
              "€", new Currency("euro", "euros", "cent", "cents"),
              "¥", new Currency("yen", "yen", "", "")));

  private static final List<Rule> RULES = rules();

  @Override
  public String read(String paragraph) {
    return Rule.applyAll(RULES, paragraph);
  }

  @Override
  public String numbered(String division, int number) {
    return (division.isBlank() ? "Chapter" : division) + " " + titled(SPELLING.cardinal(number));
  }

  @Override
  public List<String> divisions() {
    return DIVISIONS;
  }

  private static List<Rule> rules() {
    var numbers = new NumberRules(WORDS, SPELLING, English::plain);
    var rules = new ArrayList<>(abbreviations());
    rules.addAll(romanNumerals());
    rules.addAll(numbers.withSigns());
    rules.addAll(timesAndParts());
    rules.addAll(numbers.withoutSigns());
    rules.add(Rule.of("\\s*&\\s*", " and "));
    rules.add(Rule.of("§§? ?", "section "));
    rules.add(Rule.of(" ?× ?", " times "));
    return List.copyOf(rules);
  }

  private static List<Rule> abbreviations() {
    return new Abbreviations()
        .title("Mr.", "Mister")
        .title("Mrs.", "Missus")
        .title("Messrs.", "Messieurs")
        .title("Ms.", "Ms")
        .beforeName("Dr.", "Doctor")
        .beforeName("Prof.", "Professor")
        .beforeName("Rev.", "Reverend")
        .beforeName("Hon.", "Honourable")
        .beforeName("Capt.", "Captain")
        .beforeName("Col.", "Colonel")
        .beforeName("Gen.", "General")
        .beforeName("Lieut.", "Lieutenant")
        .beforeName("Lt.", "Lieutenant")
        .beforeName("Maj.", "Major")
        .beforeName("Sgt.", "Sergeant")
        .beforeName("Gov.", "Governor")
        .beforeName("St.", "Saint")
        .beforeName("Mt.", "Mount")
        .behindName("St.", "Street")
        .behindName("Ave.", "Avenue")
        .behindName("Rd.", "Road")
        .behindName("Jr.", "Junior")
        .behindName("Sr.", "Senior")
        .behindName("Esq.", "Esquire")
        .beforeNumber("No.", "Number")
        .beforeNumber("no.", "number")
        .beforeNumber("Nos.", "Numbers")
        .beforeNumber("№", "number")
        .beforeNumber("#", "number")
        .beforeNumber("Vol.", "Volume")
        .beforeNumber("vol.", "volume")
        .beforeNumber("Ch.", "Chapter")
        .beforeNumber("ch.", "chapter")
        .beforeNumber("Chap.", "Chapter")
        .beforeNumber("chap.", "chapter")
        .beforeNumber("pp.", "pages")
        .beforeNumber("p.", "page")
        .beforeNumber("Fig.", "Figure")
        .beforeNumber("fig.", "figure")
        .beforeNumber("ca.", "circa")
        .beforeNumber("c.", "circa")
        .behindNumber("km", "kilometres")
        .behindNumber("kg", "kilograms")
        .behindNumber("cm", "centimetres")
        .behindNumber("mm", "millimetres")
        .behindNumber("ft.", "feet")
        .behindNumber("lbs.", "pounds")
        .behindNumber("lb.", "pounds")
        .behindNumber("oz.", "ounces")
        .behindNumber("mph", "miles per hour")
        .behindNumber("a.m.", "A M")
        .behindNumber("p.m.", "P M")
        .behindNumber("A.M.", "A M")
        .behindNumber("P.M.", "P M")
        .always("e.g.", "for example")
        .always("i.e.", "that is")
        .always("viz.", "namely")
        .always("cf.", "compare")
        .always("vs.", "versus")
        .always("etc.", "et cetera")
        .always("&c.", "et cetera")
        .always("B.C.", "B C")
        .always("A.D.", "A D")
        .rules();
  }

  /// A division's numeral is counted ("Part Two"), a ruler's is ranked ("Henry the Eighth"). A
  /// single letter behind a name is an initial or a word more often than a number.
  private static List<Rule> romanNumerals() {
    var divisions = String.join("|", DIVISIONS);
    return List.of(
        Rule.of(
            "\\b((?i:" + divisions + ")) (" + RomanNumeral.REGEX + ")(?![\\p{L}\\p{N}'])",
            m -> m.group(1) + " " + roman(m, 2, SPELLING::cardinal)),
        Rule.of(
            "(?<=\\p{Lu}\\p{Ll}{2,15} )(?=[IVX]{2})("
                + RomanNumeral.REGEX
                + ")(?![\\p{L}\\p{N}'.]\\S|[\\p{L}\\p{N}'])",
            m -> "the " + titled(roman(m, 1, number -> SPELLING.by(ORDINAL, number)))));
  }

  private static String roman(MatchResult match, int group, LongFunction<String> reading) {
    var number = RomanNumeral.parse(match.group(group));
    return number.isPresent() ? reading.apply(number.getAsInt()) : match.group(group);
  }

  private static List<Rule> timesAndParts() {
    return List.of(
        Rule.of("(?<![\\p{L}\\p{N}])(\\d{1,6})(?:st|nd|rd|th)\\b", m -> ordinal(m.group(1))),
        Rule.of("(?<![\\p{L}\\p{N}])(\\d{3}0)'?s\\b", m -> decade(m.group(1))),
        Rule.of(
            "(?<![\\p{L}\\p{N}.,/:])([01]?\\d|2[0-3]):([0-5]\\d)(?![\\p{N}:])( [AP] M)?",
            English::time),
        Rule.of(
            "(?<![\\p{L}\\p{N}.,/:])(\\d{1,2})/(\\d{1,2})(?![\\p{L}\\p{N}/])", English::fraction),
        Rule.of(VulgarFraction.REGEX, m -> vulgar(m.group(1), m.group(2))));
  }

  /// Four figures without a comma are a year more often than not, and a count is understood in that
  /// reading too ("fifteen hundred men").
  private static String plain(long number) {
    return number >= 1100 && number < 2100
        ? SPELLING.by("%spellout-numbering-year", number)
        : SPELLING.cardinal(number);
  }

  private static String ordinal(String digits) {
    return SPELLING.by(ORDINAL, Long.parseLong(digits));
  }

  private static String decade(String digits) {
    var year = plain(Long.parseLong(digits));
    return year.endsWith("y") ? year.substring(0, year.length() - 1) + "ies" : year + "s";
  }

  private static String time(MatchResult match) {
    var hour = SPELLING.cardinal(Long.parseLong(match.group(1)));
    var minutes = match.group(2);
    var half = match.group(3) == null ? "" : match.group(3);
    if (minutes.equals("00")) {
      return half.isEmpty() ? hour + " o'clock" : hour + half;
    }
    var spoken = SPELLING.cardinal(Long.parseLong(minutes));
    return hour + (minutes.startsWith("0") ? " oh " : " ") + spoken + half;
  }

  private static String fraction(MatchResult match) {
    long over = Long.parseLong(match.group(1));
    long under = Long.parseLong(match.group(2));
    return over == 0 || over >= under || under > 20 ? match.group() : part(over, under);
  }

  private static String part(long over, long under) {
    var name = under == 2 ? "half" : under == 4 ? "quarter" : SPELLING.by(ORDINAL, under);
    return SPELLING.cardinal(over) + " " + name + (over > 1 ? "s" : "");
  }

  private static String vulgar(String whole, String sign) {
    var part = VulgarFraction.of(sign);
    var words = part(part.over(), part.under());
    if (whole.isEmpty()) {
      return words;
    }
    return SPELLING.digits(whole)
        + " and "
        + (part.over() == 1 ? words.replaceFirst("one ", "a ") : words);
  }

  private static String titled(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
