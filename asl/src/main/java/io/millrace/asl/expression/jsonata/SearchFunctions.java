package io.millrace.asl.expression.jsonata;

import static io.millrace.asl.expression.jsonata.TextFunctions.argument;

import com.dashjoin.jsonata.Utils;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `$match`, `$contains` and `$split`, as the reference implementation of JSONata 2.0.6 has them. A
/// text is searched at the budget's cost. Undefined is null.
final class SearchFunctions {
  private SearchFunctions() {}

  /// A search for one match after the other. Nothing at all may be the first match, but no other:
  /// the search would stand still.
  static final class Search {
    private final Matcher matcher;
    private final int length;
    private boolean found;

    Search(Pattern pattern, String text) {
      this.matcher = BoundedRegex.matcher(pattern, text);
      this.length = text.length();
    }

    Matcher matcher() {
      return matcher;
    }

    /// Finds the next match.
    ///
    /// @throws Failure `D1004` when nothing is what would be found again
    boolean find() {
      Budget.CURRENT.get().charge(Budget.STEP);
      if (found && matcher.end() >= length) {
        return false;
      }
      boolean still = found && matcher.end() == matcher.start();
      boolean again = found;
      found = !still && matcher.find();
      if (still || (again && found && matcher.end() == matcher.start())) {
        throw new Failure("D1004", "Regular expression matches zero length string");
      }
      return found;
    }
  }

  /// The groups of a match; one that took no part is null.
  static List<@Nullable Object> groups(Matcher matcher) {
    List<@Nullable Object> groups = new ArrayList<>();
    for (int i = 1; i <= matcher.groupCount(); i++) {
      groups.add(matcher.group(i));
    }
    return groups;
  }

  /// `$match`.
  static @Nullable Object match(List<?> arguments) {
    if (!(argument(arguments, 0) instanceof String text)) {
      return null;
    }
    long limit = limit(arguments, 2, "D3040", "Third argument of match function");
    Pattern pattern = pattern(argument(arguments, 1), "match");
    Search search = new Search(pattern, text);
    Matcher matcher = search.matcher();
    List<Object> matches = Utils.createSequence();
    while (matches.size() < limit && search.find()) {
      Map<String, Object> match = new java.util.LinkedHashMap<>();
      match.put("match", matcher.group());
      match.put("index", matcher.start());
      match.put("groups", groups(matcher));
      matches.add(match);
    }
    return matches;
  }

  /// `$contains`.
  static @Nullable Object contains(List<?> arguments) {
    if (!(argument(arguments, 0) instanceof String text)) {
      return null;
    }
    if (argument(arguments, 1) instanceof String token) {
      TextFunctions.payForSearch(text, token);
      return text.contains(token);
    }
    Pattern pattern = pattern(argument(arguments, 1), "contains");
    return new Search(pattern, text).find();
  }

  /// `$split`.
  static @Nullable Object split(List<?> arguments) {
    if (!(argument(arguments, 0) instanceof String text)) {
      return null;
    }
    long limit = limit(arguments, 2, "D3020", "Third argument of split function");
    List<Object> parts =
        argument(arguments, 1) instanceof String separator
            ? split(text, separator, limit)
            : split(text, pattern(argument(arguments, 1), "split"), limit);
    Budget.CURRENT.get().charge((long) parts.size() * Budget.ELEMENT);
    return parts;
  }

  private static List<Object> split(String text, String separator, long limit) {
    TextFunctions.payForSearch(text, separator);
    List<Object> parts = new ArrayList<>();
    if (separator.isEmpty()) {
      Budget.limit(text.length(), Budget.ELEMENTS_MAX);
      for (int i = 0; i < text.length() && parts.size() < limit; i++) {
        parts.add(String.valueOf(text.charAt(i)));
      }
      return parts;
    }
    int from = 0;
    int at = text.indexOf(separator);
    while (at >= 0 && parts.size() < limit) {
      parts.add(text.substring(from, at));
      from = at + separator.length();
      at = text.indexOf(separator, from);
    }
    return withRest(parts, text, from, limit);
  }

  private static List<Object> split(String text, Pattern pattern, long limit) {
    Search search = new Search(pattern, text);
    List<Object> parts = new ArrayList<>();
    int from = 0;
    while (parts.size() < limit && search.find()) {
      parts.add(text.substring(from, search.matcher().start()));
      from = search.matcher().end();
    }
    return withRest(parts, text, from, limit);
  }

  private static List<Object> withRest(List<Object> parts, String text, int from, long limit) {
    if (parts.size() < limit) {
      parts.add(text.substring(from));
    }
    return parts;
  }

  /// A limit of matches; without one, no limit.
  static long limit(List<?> arguments, int index, String code, String what) {
    if (!(argument(arguments, index) instanceof Number number)) {
      return Long.MAX_VALUE;
    }
    if (number.doubleValue() < 0) {
      throw new Failure(code, what + " must evaluate to a positive number");
    }
    return (long) number.doubleValue();
  }

  /// @throws Failure when it is no regular expression
  static Pattern pattern(@Nullable Object given, String function) {
    if (given instanceof BoundedRegex regex) {
      return regex.pattern();
    }
    throw new Failure(
        "T0410", "Argument 2 of function \"" + function + "\" does not match function signature");
  }

  /// What a function that is given for each match sees.
  static Map<String, @Nullable Object> seen(Matcher matcher) {
    Map<String, @Nullable Object> match = new HashMap<>();
    match.put("match", matcher.group());
    match.put("start", matcher.start());
    match.put("end", matcher.end());
    match.put("groups", groups(matcher));
    return match;
  }
}
