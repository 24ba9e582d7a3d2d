package io.millrace.asl.expression.jsonata;

import static io.millrace.asl.expression.jsonata.TextFunctions.argument;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata.JFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `$replace`, whose result is measured before it is made. Used by one thread.
final class Replacement {
  private long characters;
  private @Nullable JException failed;

  private Replacement() {}

  static @Nullable Object replace(JFunction library, @Nullable Object input, List<?> arguments) {
    if (!(argument(arguments, 0) instanceof String text)) {
      return library.call(input, arguments);
    }
    Object with = argument(arguments, 2);
    Number limit = argument(arguments, 3) instanceof Number number ? number : null;
    if (argument(arguments, 1) instanceof BoundedRegex regex) {
      if (limit != null && limit.intValue() >= 0) {
        return some(library, input, text, regex.pattern(), with, limit.intValue());
      }
      return all(library, input, text, regex.pattern(), with, limit);
    }
    boolean literal =
        argument(arguments, 1) instanceof String token
            && !token.isEmpty()
            && with instanceof String
            && (limit == null || limit.intValue() >= 0);
    return literal
        ? literal(
            text,
            String.valueOf(argument(arguments, 1)),
            String.valueOf(with),
            limit == null ? Integer.MAX_VALUE : limit.intValue())
        : library.call(input, arguments);
  }

  /// The library takes the text for a regular expression when there is a limit; JSONata does not.
  private static String literal(String text, String token, String with, int limit) {
    TextFunctions.payForSearch(text, token);
    List<Integer> places = new ArrayList<>();
    for (int at = text.indexOf(token);
        at >= 0 && places.size() < limit;
        at = text.indexOf(token, at + token.length())) {
      places.add(at);
    }
    long length = text.length() + (long) places.size() * (with.length() - token.length());
    Budget.limit(length, Budget.CHARACTERS_MAX);
    Budget.CURRENT.get().charge(places.size() * 8L + length * Budget.CHARACTER);
    StringBuilder result = new StringBuilder((int) length);
    int from = 0;
    for (int at : places) {
      result.append(text, from, at).append(with);
      from = at + token.length();
    }
    return result.append(text, from, text.length()).toString();
  }

  private static @Nullable Object all(
      JFunction library,
      @Nullable Object input,
      String text,
      Pattern pattern,
      @Nullable Object with,
      @Nullable Number limit) {
    TextFunctions.Found found = TextFunctions.found(pattern, text);
    if (!(with instanceof String replacement)) {
      Replacement made = new Replacement();
      JFunction counted = new JFunction((_, given) -> made.replacement(with, given), "<x:x>");
      try {
        return library.call(input, Arrays.asList(text, pattern, counted, limit));
      } catch (RuntimeException e) {
        throw made.failed == null ? e : made.failed;
      }
    }
    bound(text, found, replacement);
    return library.call(input, Arrays.asList(text, pattern, replacement, limit));
  }

  private static @Nullable Object some(
      JFunction library,
      @Nullable Object input,
      String text,
      Pattern pattern,
      @Nullable Object with,
      int limit) {
    Object result = text;
    for (int i = 0; i < limit && result instanceof String now; i++) {
      if (!BoundedRegex.matcher(pattern, now).find()) {
        return now;
      }
      if (with instanceof String replacement) {
        bound(now, new TextFunctions.Found(1, now.length()), replacement);
      }
      result = library.call(input, Arrays.asList(now, pattern, with, 1));
    }
    return result;
  }

  /// The most that can come out: each `$` of the replacement stands for all that was found.
  private static void bound(String text, TextFunctions.Found found, String replacement) {
    long groups = replacement.chars().filter(c -> c == '$').count();
    long length =
        text.length() + found.matches() * replacement.length() + groups * found.characters();
    Budget.limit(length, Budget.CHARACTERS_MAX);
    Budget.CURRENT.get().charge(length * Budget.CHARACTER);
  }

  /// What a function puts in. The library prints what is thrown here and goes on, so nothing is.
  private @Nullable Object replacement(@Nullable Object function, List<?> given) {
    try {
      Object made = Functions.funcApply(function, given);
      characters += made instanceof String text ? text.length() : 0;
      Budget.limit(characters, Budget.CHARACTERS_MAX);
      Budget.CURRENT.get().charge(BoundedFunctions.size(made));
      return made;
    } catch (JException e) {
      failed = e;
      return null;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a replacement function failed", e);
    }
  }
}
