package io.millrace.pipelines.book.format.reading;

import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One kind of sign and how it is read. A rule that finds on a closer look that a match is none
/// gives the matched text back.
record Rule(Pattern pattern, Function<MatchResult, String> reading) {

  static Rule of(String regex, Function<MatchResult, String> reading) {
    return new Rule(Pattern.compile(regex), reading);
  }

  /// The same reading everywhere.
  static Rule of(String regex, String reading) {
    return of(regex, _ -> reading);
  }

  static String applyAll(List<Rule> rules, String text) {
    for (var rule : rules) {
      text = rule.apply(text);
    }
    return text;
  }

  private String apply(String text) {
    return pattern
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(reading.apply(match)));
  }
}
