package io.millrace.asl.expression.jsonata;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.Jsonata.JFunctionCallable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Functions that take the place of the library's: of texts here, others called from here. What
/// they would make is known, and refused when too large, before it is made.
final class TextFunctions {
  /// No double has a digit beyond this place.
  private static final int DIGITS_MAX = 400;

  /// The functions that are here, or are called from here.
  static final List<String> NAMES =
      List.of(
          "pad",
          "round",
          "string",
          "join",
          "match",
          "contains",
          "split",
          "replace",
          "substring",
          "substringBefore",
          "substringAfter",
          "encodeUrl",
          "encodeUrlComponent",
          "decodeUrl",
          "decodeUrlComponent",
          "number",
          "sum",
          "average",
          "count",
          "power",
          "formatBase",
          "formatNumber",
          "sort",
          "distinct",
          "toMillis",
          "assert");

  private TextFunctions() {}

  /// The bounded form of a library function.
  static JFunctionCallable bounded(String name, JFunction library) {
    return switch (name) {
      case "pad" -> (_, arguments) -> pad(arguments);
      case "round" -> (_, arguments) -> round(arguments);
      case "string" -> (_, arguments) -> string(arguments);
      case "join" ->
          (input, arguments) -> {
            join(arguments);
            return library.call(input, arguments);
          };
      case "match" -> (_, arguments) -> SearchFunctions.match(arguments);
      case "contains" -> (_, arguments) -> SearchFunctions.contains(arguments);
      case "split" -> (_, arguments) -> SearchFunctions.split(arguments);
      case "replace" -> (_, arguments) -> Replacement.replace(arguments);
      case "substring" -> (_, arguments) -> substring(arguments);
      case "substringBefore" -> (_, arguments) -> substring(arguments, true);
      case "substringAfter" -> (_, arguments) -> substring(arguments, false);
      case "encodeUrl", "encodeUrlComponent", "decodeUrl", "decodeUrlComponent" ->
          (_, arguments) -> url(name, arguments);
      case "number" -> (_, arguments) -> NumberFunctions.number(arguments);
      case "sum" -> (_, arguments) -> NumberFunctions.sum(arguments, false);
      case "average" -> (_, arguments) -> NumberFunctions.sum(arguments, true);
      case "count" -> (_, arguments) -> NumberFunctions.count(arguments);
      case "power" -> (_, arguments) -> NumberFunctions.power(arguments);
      case "formatBase" -> (_, arguments) -> NumberFunctions.formatBase(arguments);
      case "formatNumber" -> (_, arguments) -> NumberFunctions.format(arguments);
      case "sort" -> (_, arguments) -> ArrayFunctions.sort(arguments);
      case "distinct" -> (_, arguments) -> ArrayFunctions.distinct(arguments);
      case "assert" -> (_, arguments) -> holds(arguments);
      case "toMillis" -> (input, arguments) -> Times.toMillis(library, input, arguments);
      default -> throw new IllegalArgumentException("no text function: " + name);
    };
  }

  private static @Nullable Object string(List<?> arguments) {
    Object value = argument(arguments, 0);
    return value == null ? null : JsonText.of(value, Boolean.TRUE.equals(argument(arguments, 1)));
  }

  /// `$assert`: nothing, or the error.
  private static @Nullable Object holds(List<?> arguments) {
    if (Boolean.TRUE.equals(argument(arguments, 0))) {
      return null;
    }
    throw new Failure(
        "D3141",
        argument(arguments, 1) instanceof String message && !message.isEmpty()
            ? message
            : "$assert() statement failed");
  }

  private static @Nullable Object url(String function, List<?> arguments) {
    if (!(argument(arguments, 0) instanceof String text)) {
      return null;
    }
    Budget.CURRENT.get().charge(8L * text.length() * Budget.CHARACTER);
    boolean component = function.endsWith("Component");
    return function.startsWith("encode")
        ? UrlFunctions.encode(function, text, component)
        : UrlFunctions.decode(function, text, component);
  }

  /// `$substring`, by code points; a negative start counts from the end.
  private static @Nullable Object substring(List<?> arguments) {
    if (!(argument(arguments, 0) instanceof String text)) {
      return null;
    }
    Budget.CURRENT.get().charge(2L * text.length() * Budget.CHARACTER);
    int size = text.codePointCount(0, text.length());
    double start = argument(arguments, 1) instanceof Number number ? number.doubleValue() : 0;
    if (size + start < 0) {
      start = 0;
    }
    double end = size;
    if (argument(arguments, 2) instanceof Number number) {
      if (number.doubleValue() <= 0) {
        return "";
      }
      end = start + number.doubleValue() + (start >= 0 ? 0 : size);
    }
    int from = place(start, size);
    int to = place(end, size);
    return from >= to
        ? ""
        : text.substring(text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, to));
  }

  /// As JavaScript's `slice` reads its arguments.
  private static int place(double at, int size) {
    long whole = (long) at;
    return (int) Math.clamp(whole < 0 ? size + whole : whole, 0L, size);
  }

  /// `$substringBefore`, `$substringAfter`: the whole text when there is no such place.
  private static @Nullable Object substring(List<?> arguments, boolean before) {
    if (!(argument(arguments, 0) instanceof String text)) {
      return null;
    }
    if (!(argument(arguments, 1) instanceof String token)) {
      return text;
    }
    payForSearch(text, token);
    int at = text.indexOf(token);
    if (at < 0) {
      return text;
    }
    return before ? text.substring(0, at) : text.substring(at + token.length());
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

  /// A text may be compared with the token's beginning at each of its places; most are not.
  static void payForSearch(String text, String token) {
    Budget budget = Budget.CURRENT.get();
    budget.charge(
        Budget.STEP + (long) text.length() * (2L + token.length() / 8) * Budget.CHARACTER);
  }
}
