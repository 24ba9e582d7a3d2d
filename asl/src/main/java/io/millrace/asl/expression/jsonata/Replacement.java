package io.millrace.asl.expression.jsonata;

import static io.millrace.asl.expression.jsonata.TextFunctions.argument;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `$replace`, as the reference implementation of JSONata 2.0.6 has it. The result grows at the
/// budget's cost. Undefined is null. Used by one thread.
final class Replacement {
  private final String text;
  private final @Nullable Object with;
  private final StringBuilder result = new StringBuilder();

  private Replacement(String text, @Nullable Object with) {
    this.text = text;
    this.with = with;
  }

  static @Nullable Object replace(List<?> arguments) {
    if (!(argument(arguments, 0) instanceof String text)) {
      return null;
    }
    Object what = argument(arguments, 1);
    if ("".equals(what)) {
      throw new Failure("D3010", "Second argument of replace function cannot be an empty string");
    }
    long limit =
        SearchFunctions.limit(arguments, 3, "D3011", "Fourth argument of replace function");
    Replacement replacement = new Replacement(text, argument(arguments, 2));
    return what instanceof String token
        ? replacement.literal(token, limit)
        : replacement.matches(SearchFunctions.pattern(what, "replace"), limit);
  }

  private String literal(String token, long limit) {
    TextFunctions.payForSearch(text, token);
    if (!(with instanceof String replacement)) {
      throw nonString();
    }
    int from = 0;
    long count = 0;
    for (int at = text.indexOf(token); at >= 0 && count < limit; at = text.indexOf(token, from)) {
      append(text.substring(from, at));
      append(replacement);
      from = at + token.length();
      count++;
    }
    append(text.substring(from));
    return result.toString();
  }

  private String matches(Pattern pattern, long limit) {
    SearchFunctions.Search search = new SearchFunctions.Search(pattern, text);
    Matcher matcher = search.matcher();
    int from = 0;
    long count = 0;
    while (count < limit && search.find()) {
      append(text.substring(from, matcher.start()));
      if (with instanceof String template) {
        substitute(template, matcher);
      } else {
        append(made(matcher));
      }
      from = matcher.end();
      count++;
    }
    append(text.substring(from));
    return result.toString();
  }

  private void append(String part) {
    Budget.limit((long) result.length() + part.length(), Budget.CHARACTERS_MAX);
    Budget.CURRENT.get().charge(8L + (long) part.length() * Budget.CHARACTER);
    result.append(part);
  }

  /// `$0` is the match, `$1` its first group, `$$` a dollar sign; as many digits are read as there
  /// can be in a group's number.
  private void substitute(String template, Matcher matcher) {
    int groups = matcher.groupCount();
    int digitsMax = groups == 0 ? 1 : String.valueOf(groups).length();
    int at = 0;
    int dollar = template.indexOf('$');
    while (dollar >= 0) {
      append(template.substring(at, dollar));
      at = dollar + 1;
      if (template.startsWith("$", at)) {
        append("$");
        at++;
      } else if (template.startsWith("0", at)) {
        append(matcher.group());
        at++;
      } else {
        at = group(template, at, digitsMax, matcher);
      }
      dollar = template.indexOf('$', at);
    }
    append(template.substring(at));
  }

  /// What comes after a dollar sign; returns where the template goes on.
  private int group(String template, int at, int digitsMax, Matcher matcher) {
    int digits = 0;
    while (digits < digitsMax
        && at + digits < template.length()
        && Character.digit(template.charAt(at + digits), 10) >= 0) {
      digits++;
    }
    if (digits == 0) {
      append("$");
      return at;
    }
    int number = Integer.parseInt(template.substring(at, at + digits));
    if (digits > 1 && number > matcher.groupCount()) {
      digits--;
      number = Integer.parseInt(template.substring(at, at + digits));
    }
    if (number <= matcher.groupCount() && matcher.group(number) != null) {
      append(matcher.group(number));
    }
    return at + digits;
  }

  /// What the function puts in.
  private String made(Matcher matcher) {
    Object made;
    try {
      made = Functions.funcApply(with, List.of(SearchFunctions.seen(matcher)));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a replacement function failed", e);
    }
    if (made instanceof String string) {
      return string;
    }
    throw nonString();
  }

  private static JException nonString() {
    return new Failure("D3012", "Attempted to replace a matched string with a non-string value");
  }
}
