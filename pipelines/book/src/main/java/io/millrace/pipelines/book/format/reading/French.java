package io.millrace.pipelines.book.format.reading;

import io.millrace.pipelines.book.format.reading.NumberWords.Currency;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.regex.MatchResult;

/// French signs read aloud.
final class French implements Reader {

  private static final List<String> DIVISIONS =
      List.of(
          "chapitre",
          "livre",
          "partie",
          "tome",
          "volume",
          "acte",
          "scène",
          "chant",
          "section",
          "article",
          "appendice",
          "épilogue",
          "lettre");

  /// With these the first is "première", which is left to the plain number.
  private static final List<String> FEMININE = List.of("partie", "scène", "section", "lettre");

  private static final Spelling SPELLING = new Spelling(Locale.FRENCH);
  private static final String MASCULINE_ORDINAL = "%spellout-ordinal-masculine";

  private static final NumberWords WORDS =
      new NumberWords(
          " |\\.",
          ",",
          "virgule",
          false,
          "à",
          "et",
          "moins",
          "pour cent",
          "degrés Celsius",
          "degrés Fahrenheit",
          "degré",
          "degrés",
          "mille|millions?|milliards?",
          " de ",
          Map.of(
              "€", new Currency("euro", "euros", "centime", "centimes"),
              "$", new Currency("dollar", "dollars", "cent", "cents"),
              "£", new Currency("livre", "livres", "penny", "pence"),
              "¥", new Currency("yen", "yens", "", "")));

  private static final List<Rule> RULES = rules();

  @Override
  public String read(String paragraph) {
    return Rule.applyAll(RULES, paragraph);
  }

  @Override
  public String numbered(String division, int number) {
    var name = division.isBlank() ? "Chapitre" : division;
    boolean first = number == 1 && !FEMININE.contains(name.toLowerCase(Locale.FRENCH));
    return name + " " + (first ? "premier" : SPELLING.cardinal(number));
  }

  @Override
  public List<String> divisions() {
    return DIVISIONS;
  }

  private static List<Rule> rules() {
    var numbers = new NumberRules(WORDS, SPELLING, SPELLING::cardinal);
    var rules = new ArrayList<>(abbreviations());
    rules.addAll(romanNumerals());
    rules.addAll(timesAndOrdinals());
    rules.addAll(numbers.withSigns());
    rules.add(Rule.of(VulgarFraction.REGEX, French::vulgar));
    rules.addAll(numbers.withoutSigns());
    rules.add(Rule.of("\\s*&\\s*", " et "));
    rules.add(Rule.of("§§? ?", "paragraphe "));
    rules.add(Rule.of(" ?× ?", " fois "));
    return List.copyOf(rules);
  }

  private static List<Rule> abbreviations() {
    return new Abbreviations()
        .beforeName("MM.", "Messieurs")
        .beforeName("M.", "Monsieur")
        .beforeName("Mmes", "Mesdames")
        .beforeName("Mme", "Madame")
        .beforeName("Mlles", "Mesdemoiselles")
        .beforeName("Mlle", "Mademoiselle")
        .beforeName("Mgr", "Monseigneur")
        .beforeName("Dr", "Docteur")
        .beforeName("Pr", "Professeur")
        .beforeName("St", "Saint")
        .beforeName("Ste", "Sainte")
        .beforeParticle("M.", "Monsieur")
        .beforeParticle("Mme", "Madame")
        .beforeParticle("Mlle", "Mademoiselle")
        .beforeNumber("n°", "numéro")
        .beforeNumber("N°", "Numéro")
        .beforeNumber("nº", "numéro")
        .beforeNumber("№", "numéro")
        .beforeNumber("chap.", "chapitre")
        .beforeNumber("vol.", "volume")
        .beforeNumber("pp.", "pages")
        .beforeNumber("p.", "page")
        .beforeNumber("fig.", "figure")
        .behindNumber("km", "kilomètres")
        .behindNumber("kg", "kilogrammes")
        .behindNumber("cm", "centimètres")
        .behindNumber("mm", "millimètres")
        .always("c.-à-d.", "c'est-à-dire")
        .always("p. ex.", "par exemple")
        .always("av. J.-C.", "avant Jésus-Christ")
        .always("ap. J.-C.", "après Jésus-Christ")
        .always("J.-C.", "Jésus-Christ")
        .always("etc.", "et cætera")
        .always("cf.", "confer")
        .rules();
  }

  /// A century's numeral is ranked ("dix-neuvième siècle"), a ruler's is counted except the first
  /// ("François premier", "Louis quatorze").
  private static List<Rule> romanNumerals() {
    var divisions = String.join("|", DIVISIONS);
    var end = "(?![\\p{L}\\p{N}'])";
    return List.of(
        Rule.of(
            "(?<![\\p{L}\\p{N}])(" + RomanNumeral.REGEX + ")(?:ème|e|ᵉ)" + end,
            m -> roman(m.group(1), number -> SPELLING.by(MASCULINE_ORDINAL, number))),
        Rule.of("(?<=\\p{L} )I(?:er|ᵉʳ)" + end, "premier"),
        Rule.of("(?<=\\p{L} )I(?:re|ère)" + end, "première"),
        Rule.of(
            "(?i:\\b(" + divisions + ")) (" + RomanNumeral.REGEX + ")" + end,
            m -> roman(m.group(2), number -> Readers.FRENCH.numbered(m.group(1), (int) number))),
        Rule.of(
            "(?<=\\p{Lu}\\p{Ll}{2,15} )(?=[IVX]{2})(" + RomanNumeral.REGEX + ")" + end,
            m -> roman(m.group(1), SPELLING::cardinal)));
  }

  private static String roman(String numeral, LongFunction<String> reading) {
    var number = RomanNumeral.parse(numeral);
    return number.isPresent() ? reading.apply(number.getAsInt()) : numeral;
  }

  private static List<Rule> timesAndOrdinals() {
    var start = "(?<![\\p{L}\\p{N}.,/:])";
    return List.of(
        Rule.of(start + "1er\\b", "premier"),
        Rule.of(start + "1(?:re|ère)\\b", "première"),
        Rule.of(
            start + "(\\d{1,6})(?:e|ème|ᵉ)(?!\\p{L})",
            m -> SPELLING.by(MASCULINE_ORDINAL, Long.parseLong(m.group(1)))),
        Rule.of(start + "([01]?\\d|2[0-3]) ?[h:] ?([0-5]\\d)(?![\\p{L}\\p{N}:])", French::time),
        Rule.of(start + "([01]?\\d|2[0-3]) ?h(?![\\p{L}\\p{N}])", m -> hours(m.group(1))));
  }

  private static String time(MatchResult match) {
    var minutes = Long.parseLong(match.group(2));
    return hours(match.group(1)) + (minutes == 0 ? "" : " " + SPELLING.cardinal(minutes));
  }

  private static String hours(String digits) {
    long hour = Long.parseLong(digits);
    return hour == 1 ? "une heure" : SPELLING.cardinal(hour) + " heures";
  }

  private static String vulgar(MatchResult match) {
    var part = VulgarFraction.of(match.group(2));
    var name =
        switch (part.under()) {
          case 2 -> "demi";
          case 3 -> "tiers";
          case 4 -> "quart";
          default -> SPELLING.by(MASCULINE_ORDINAL, part.under());
        };
    boolean many = part.over() > 1 && !name.endsWith("s");
    var words = SPELLING.cardinal(part.over()) + " " + name + (many ? "s" : "");
    if (match.group(1).isEmpty()) {
      return words;
    }
    var whole = SPELLING.digits(match.group(1)) + " et ";
    return whole + (part.under() == 2 ? name : words);
  }
}
