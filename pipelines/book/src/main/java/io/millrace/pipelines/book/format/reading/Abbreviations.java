package io.millrace.pipelines.book.format.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Builds the rules for a language's abbreviations, each with what must stand beside it for it to
/// be one: "No. 5" is a number, "No." an answer. Mutable until [#rules].
final class Abbreviations {

  private static final String START = "(?<![\\p{L}\\p{N}.])";

  /// Where the abbreviation's last dot is the sentence's too.
  private static final String SENTENCE_ENDS =
      "(?=[\\p{Pf}\\p{Pe}\"']*(?:\\s+[\\p{Lu}\\p{Pi}\"]|\\s*$))";

  private final List<Rule> rules = new ArrayList<>();

  /// Read so before a capital letter (a name).
  Abbreviations beforeName(String abbreviation, String reading) {
    rules.add(
        Rule.of(
            START + Pattern.quote(abbreviation) + "\\s+(?=[\\p{Lu}\\p{Pi}\"'])", reading + " "));
    return this;
  }

  /// Read so before a name's particle in small letters, as in "M. de Rochester" or "M. d'Artagnan".
  Abbreviations beforeParticle(String abbreviation, String reading) {
    rules.add(
        Rule.of(
            START + Pattern.quote(abbreviation) + "\\s+(?=(?:de |du |des |d'|le |la |l'))",
            reading + " "));
    return this;
  }

  /// Read so before a figure or a roman numeral.
  Abbreviations beforeNumber(String abbreviation, String reading) {
    rules.add(
        Rule.of(
            START + Pattern.quote(abbreviation) + "\\s*(?=\\d|[IVXLC]+(?!\\p{L}))", reading + " "));
    return this;
  }

  /// Read so everywhere, its dot never a sentence's: "Mr. and Mrs. Bell".
  Abbreviations title(String abbreviation, String reading) {
    rules.add(Rule.of(START + Pattern.quote(abbreviation) + "(?!\\p{L})", reading));
    return this;
  }

  /// Read so behind a name.
  Abbreviations behindName(String abbreviation, String reading) {
    return add("(?<=\\p{L},? )" + Pattern.quote(abbreviation), abbreviation, reading);
  }

  /// Read so behind a figure.
  Abbreviations behindNumber(String abbreviation, String reading) {
    return add(
        "(?<=\\d) ?" + Pattern.quote(abbreviation) + "(?!\\p{L})", abbreviation, " " + reading);
  }

  /// Read so everywhere.
  Abbreviations always(String abbreviation, String reading) {
    return add(START + Pattern.quote(abbreviation) + "(?!\\p{L})", abbreviation, reading);
  }

  private Abbreviations add(String regex, String abbreviation, String reading) {
    if (abbreviation.endsWith(".")) {
      rules.add(Rule.of(regex + SENTENCE_ENDS, reading + "."));
    }
    rules.add(Rule.of(regex, reading));
    return this;
  }

  List<Rule> rules() {
    return List.copyOf(rules);
  }
}
