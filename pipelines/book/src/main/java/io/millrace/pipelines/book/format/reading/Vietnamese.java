package io.millrace.pipelines.book.format.reading;

import io.millrace.pipelines.book.format.reading.NumberWords.Currency;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;

/// Vietnamese signs read aloud.
final class Vietnamese implements Reader {

  private static final List<String> DIVISIONS =
      List.of(
          "chương", "phần", "hồi", "quyển", "tập", "mục", "tiết", "thiên", "thế kỷ", "thế kỉ",
          "khóa", "kỳ", "lớp");

  private static final Spelling SPELLING = new Spelling(Locale.forLanguageTag("vi"));

  private static final NumberWords WORDS =
      new NumberWords(
          "\\.",
          ",",
          "phẩy",
          false,
          "đến",
          "và",
          "âm",
          "phần trăm",
          "độ C",
          "độ F",
          "độ",
          "độ",
          "nghìn|ngàn|vạn|triệu|tỷ|tỉ",
          " ",
          Map.of(
              "₫", new Currency("đồng", "đồng", "", ""),
              "đ", new Currency("đồng", "đồng", "", ""),
              "$", new Currency("đô la", "đô la", "xu", "xu"),
              "€", new Currency("ơ rô", "ơ rô", "xu", "xu"),
              "£", new Currency("bảng Anh", "bảng Anh", "xu", "xu")));

  private static final List<Rule> RULES = rules();

  @Override
  public String read(String paragraph) {
    return Rule.applyAll(RULES, paragraph);
  }

  @Override
  public String numbered(String division, int number) {
    return (division.isBlank() ? "Chương" : division) + " " + SPELLING.cardinal(number);
  }

  @Override
  public List<String> divisions() {
    return DIVISIONS;
  }

  private static List<Rule> rules() {
    var numbers = new NumberRules(WORDS, SPELLING, SPELLING::cardinal);
    var rules = new ArrayList<>(abbreviations());
    rules.addAll(romanNumerals());
    rules.addAll(timesAndParts());
    rules.addAll(numbers.withSigns());
    rules.addAll(numbers.withoutSigns());
    rules.add(Rule.of("\\s*&\\s*", " và "));
    rules.add(Rule.of("§§? ?", "mục "));
    rules.add(Rule.of(" ?× ?", " nhân "));
    return List.copyOf(rules);
  }

  private static List<Rule> abbreviations() {
    return new Abbreviations()
        .beforeName("TP.", "Thành phố")
        .beforeName("Tp.", "Thành phố")
        .beforeName("PGS.", "Phó giáo sư")
        .beforeName("GS.", "Giáo sư")
        .beforeName("ThS.", "Thạc sĩ")
        .beforeName("TS.", "Tiến sĩ")
        .beforeName("BS.", "Bác sĩ")
        .beforeName("KS.", "Kỹ sư")
        .beforeName("LS.", "Luật sư")
        .beforeName("NXB", "Nhà xuất bản")
        .beforeNumber("số №", "số")
        .beforeNumber("№", "số")
        .beforeNumber("Q.", "Quận")
        .beforeNumber("P.", "Phường")
        .beforeNumber("tr.", "trang")
        .behindNumber("km", "ki lô mét")
        .behindNumber("kg", "ki lô gam")
        .behindNumber("cm", "xăng ti mét")
        .behindNumber("mm", "mi li mét")
        .always("v.v.", "vân vân")
        .always("v.v", "vân vân")
        .always("TCN", "trước Công nguyên")
        .always("SCN", "sau Công nguyên")
        .rules();
  }

  private static List<Rule> romanNumerals() {
    var divisions = String.join("|", DIVISIONS);
    var end = "(?![\\p{L}\\p{N}'])";
    return List.of(
        Rule.of(
            "(?<!\\p{L})((?iu:" + divisions + ")) (" + RomanNumeral.REGEX + ")" + end,
            m -> m.group(1) + " " + roman(m.group(2))),
        Rule.of(
            "(?<=\\p{L} )(?=[IVX]{2})(" + RomanNumeral.REGEX + ")" + end, m -> roman(m.group(1))));
  }

  private static String roman(String numeral) {
    var number = RomanNumeral.parse(numeral);
    return number.isPresent() ? SPELLING.cardinal(number.getAsInt()) : numeral;
  }

  private static List<Rule> timesAndParts() {
    var start = "(?<![\\p{L}\\p{N}.,/:])";
    return List.of(
        Rule.of(start + "([01]?\\d|2[0-3]) ?[h:] ?([0-5]\\d)(?![\\p{L}\\p{N}:])", Vietnamese::time),
        Rule.of(
            start + "([01]?\\d|2[0-3]) ?h(?![\\p{L}\\p{N}])",
            m -> SPELLING.digits(m.group(1)) + " giờ"),
        Rule.of(VulgarFraction.REGEX, Vietnamese::vulgar));
  }

  private static String time(MatchResult match) {
    long minutes = Long.parseLong(match.group(2));
    var hour = SPELLING.cardinal(Long.parseLong(match.group(1))) + " giờ";
    return minutes == 0 ? hour : hour + " " + SPELLING.cardinal(minutes);
  }

  private static String vulgar(MatchResult match) {
    var part = VulgarFraction.of(match.group(2));
    var whole = match.group(1).isEmpty() ? "" : SPELLING.digits(match.group(1)) + " ";
    if (part.under() == 2) {
      return whole.isEmpty() ? "một nửa" : whole + "rưỡi";
    }
    var under = part.under() == 4 ? "tư" : SPELLING.cardinal(part.under());
    return whole + SPELLING.cardinal(part.over()) + " phần " + under;
  }
}
