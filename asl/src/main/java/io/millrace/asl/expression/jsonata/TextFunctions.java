package io.millrace.asl.expression.jsonata;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.Jsonata.JFunctionCallable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The library's functions that make texts or search in them. What they would make is known, and
/// refused when too large, before it is made.
final class TextFunctions {
  /// No double has a digit beyond this place.
  private static final int DIGITS_MAX = 400;

  /// The functions that are here.
  static final List<String> NAMES =
      List.of(
          "pad",
          "round",
          "string",
          "join",
          "match",
          "contains",
          "split",
          "substringBefore",
          "substringAfter",
          "replace");

  private TextFunctions() {}

  /// The bounded form of a library function.
  static JFunctionCallable bounded(String name, JFunction library) {
    return switch (name) {
      case "pad" -> (_, arguments) -> pad(arguments);
      case "round" -> (_, arguments) -> round(arguments);
      case "string" ->
          (input, arguments) -> {
            boolean pretty = Boolean.TRUE.equals(argument(arguments, 1));
            Weight.chargeText(argument(arguments, 0), pretty, Budget.CURRENT.get());
            return library.call(input, arguments);
          };
      case "join" ->
          (input, arguments) -> {
            join(arguments);
            return library.call(input, arguments);
          };
      case "match", "contains", "split", "substringBefore", "substringAfter" ->
          (input, arguments) -> library.call(input, searched(arguments));
      case "replace" -> (input, arguments) -> Replacement.replace(library, input, arguments);
      default -> throw new IllegalArgumentException("no text function: " + name);
    };
  }

  static @Nullable Object argument(List<?> arguments, int index) {
    return index < arguments.size() ? arguments.get(index) : null;
  }

  private static @Nullable Object pad(List<?> arguments) {
    if (!(argument(arguments, 0) instanceof String text)) {
      return null;
    }
    int width = argument(arguments, 1) instanceof Number number ? number.intValue() : 0;
    String filler =
        argument(arguments, 2) instanceof String given && !given.isEmpty() ? given : " ";
    Budget budget = Budget.CURRENT.get();
    budget.charge(BoundedFunctions.size(text));
    long missing = Math.abs((long) width) - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    int period = filler.codePointCount(0, filler.length());
    long times = (missing + period - 1) / period;
    Budget.limit(text.length() + times * filler.length(), Budget.CHARACTERS_MAX);
    budget.charge(times * filler.length() * Budget.CHARACTER);
    String filled = filler.repeat((int) times);
    String padding = filled.substring(0, filled.offsetByCodePoints(0, (int) missing));
    return width < 0 ? padding + text : text + padding;
  }

  /// To a billion places the library would write a billion digits.
  private static @Nullable Object round(List<?> arguments) {
    if (!(argument(arguments, 0) instanceof Number number)) {
      return null;
    }
    int places = argument(arguments, 1) instanceof Number given ? given.intValue() : 0;
    return Functions.round(number, Math.clamp(places, -DIGITS_MAX, DIGITS_MAX));
  }

  private static void join(List<?> arguments) {
    if (!(argument(arguments, 0) instanceof List<?> texts)) {
      return;
    }
    long separator = argument(arguments, 1) instanceof String text ? text.length() : 0;
    Budget budget = Budget.CURRENT.get();
    long characters = 0;
    for (Object text : texts) {
      long more = separator + (text instanceof String part ? part.length() : 8);
      budget.charge(Budget.ELEMENT + more * Budget.CHARACTER);
      characters += more;
    }
    Budget.limit(characters - separator, Budget.CHARACTERS_MAX);
  }

  /// The arguments with what the library takes for a regular expression, once the search is paid.
  private static List<@Nullable Object> searched(List<?> arguments) {
    List<@Nullable Object> passed = new ArrayList<>(arguments);
    String text = argument(arguments, 0) instanceof String given ? given : "";
    if (argument(arguments, 1) instanceof BoundedRegex regex) {
      found(regex.pattern(), text);
      passed.set(1, regex.pattern());
    } else if (argument(arguments, 1) instanceof String token) {
      payForSearch(text, token);
    }
    return passed;
  }

  /// A text may be compared with the token's beginning at each of its places; most are not.
  static void payForSearch(String text, String token) {
    Budget budget = Budget.CURRENT.get();
    budget.charge(Budget.STEP + text.length() * (2L + token.length() / 8) * Budget.CHARACTER);
  }

  /// What a regular expression finds.
  ///
  /// @param matches how many times
  /// @param characters how many characters in all
  record Found(long matches, long characters) {}

  /// Searches once, at the budget's cost.
  static Found found(Pattern pattern, String text) {
    Budget budget = Budget.CURRENT.get();
    Matcher matcher = BoundedRegex.matcher(pattern, text);
    long matches = 0;
    long characters = 0;
    while (matcher.find()) {
      budget.charge(Budget.STEP);
      matches++;
      characters += matcher.end() - matcher.start();
    }
    return new Found(matches, characters);
  }
}
