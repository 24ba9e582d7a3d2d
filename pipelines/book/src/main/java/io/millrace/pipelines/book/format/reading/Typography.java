package io.millrace.pipelines.book.format.reading;

import java.text.Normalizer;
import java.util.List;
import java.util.regex.Pattern;

/// Takes out of a text what is for the eye only, the same way in every language: kinds of space,
/// marks of notes and of emphasis, invisible characters. No word is touched.
public final class Typography {

  private static final Pattern ONLY_SIGNS = Pattern.compile("[^\\p{L}\\p{N}]*");

  private static final List<Rule> RULES =
      List.of(
          // Soft hyphen, zero-width space and joiners, word joiner, byte order mark, direction
          // marks.
          Rule.of("[\\u00AD\\u200B-\\u200F\\u202A-\\u202E\\u2060\\u2066-\\u2069\\uFEFF]", ""),
          Rule.of("[\\p{Zs}\\t]", " "), // no-break, thin, hair and other spaces
          Rule.of("[\\p{Cc}&&[^\\n]]", " "),
          Rule.of("[\\u2010\\u2011]", "-"), // hyphens that do or do not break
          Rule.of("(?<=\\p{L})[\\u2019\\u02BC](?=\\p{L})", "'"),
          Rule.of("\\uFB00", "ff"),
          Rule.of("\\uFB01", "fi"),
          Rule.of("\\uFB02", "fl"),
          Rule.of("\\uFB03", "ffi"),
          Rule.of("\\uFB04", "ffl"),
          // Marks of notes: [12], [*], an attached [a], daggers, raised figures behind a word.
          Rule.of(" ?\\[(?:\\d{1,4}|[*\\u2020\\u2021]+)\\]", ""),
          Rule.of("(?<=\\S)\\[[a-z]\\]", ""),
          Rule.of(
              "(?<=[\\p{L}\\p{P}])[\\u00B9\\u00B2\\u00B3\\u2070\\u2074-\\u2079]+(?!\\p{L})", ""),
          Rule.of(" ?[\\u2020\\u2021*\\u2042\\u2022\\u00AE\\u2122\\u00B6]+", ""),
          Rule.of("(?<![\\p{L}\\p{N}])_+|_+(?![\\p{L}\\p{N}])", ""), // _emphasis_
          // Dashes: one sign, with room around it, so that every voice makes a pause there. A range
          // of numbers keeps its own.
          Rule.of("\\.{3,}|(?:\\. ){2,}\\.", "\u2026"),
          Rule.of(
              "(?m)^ *[\\u2012-\\u2015-]+ *(?=[\\p{L}\\p{N}\\p{Pi}\\u00A1\\u00BF\u2026\"'])", ""),
          Rule.of(" *(?:-{2,}|[\\u2014\\u2015]+|(?<= )[\\u2012\\u2013]+(?= )) *", " \u2014 "),
          Rule.of("\\u2014 (?=[.,;:!?\\p{Pf}\\p{Pe}])", "\u2014"),
          Rule.of("(?m) {2,}", " "),
          Rule.of("(?m)^ +| +$", ""));

  private Typography() {}

  /// The text in composed Unicode form, for the ear. Line breaks stay.
  public static String normalise(String text) {
    return Rule.applyAll(RULES, Normalizer.normalize(text, Normalizer.Form.NFC));
  }

  /// Whether there is nothing in it to say, as in a row of stars.
  public static boolean isOnlySigns(String text) {
    return ONLY_SIGNS.matcher(text).matches();
  }
}
