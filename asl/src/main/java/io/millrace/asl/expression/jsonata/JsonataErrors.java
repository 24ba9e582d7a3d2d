package io.millrace.asl.expression.jsonata;

import com.dashjoin.jsonata.JException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The evaluator's errors in the words of the reference implementation, which AWS uses: the library
/// writes "Object" where the reference says "function", quotes what should be JSON, and leaves some
/// places open.
final class JsonataErrors {
  private static final String UNKNOWN = "JSonataException ";
  private static final String FIRST = "\uE000";
  private static final String SECOND = "\uE001";
  private static final Map<String, String> ELEMENT_TYPES =
      Map.of(
          "a", "arrays",
          "b", "booleans",
          "f", "functions",
          "n", "numbers",
          "o", "objects",
          "s", "strings");

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|([1-9][0-9]*))(\\.[0-9]+)?([Ee][-+]?[0-9]+)?");

  private JsonataErrors() {}

  /// The message without its code: what AWS says about an expression that cannot be parsed.
  static String message(JException e, String source) {
    if (e instanceof Failure failure) {
      return failure.text();
    }
    String code = e.getError();
    if (code == null) {
      return String.valueOf(e.getMessage());
    }
    String template = JException.msg(code, -1, FIRST, SECOND);
    if (template.startsWith(UNKNOWN)) {
      return code;
    }
    if (code.equals("S0102")) {
      return "Number out of range: " + Failure.shown(numberAt(source, e.getLocation()));
    }
    if (code.equals("D1001")) {
      return "Number out of range: null";
    }
    if (code.equals("D1002")) {
      return "Cannot negate a non-numeric value: " + Failure.shown(e.getExpected());
    }
    if (code.equals("T0412")) {
      return "Argument 1 of function "
          + named(functionAt(source, e.getLocation()))
          + " must be an array of \""
          + ELEMENT_TYPES.getOrDefault(String.valueOf(e.getExpected()), "values")
          + "\"";
    }
    if (code.equals("T0410") && isNameless(String.valueOf(e.getExpected()))) {
      return "Argument "
          + e.getCurrent()
          + " of function undefined does not match function signature";
    }
    return template
        .replace("Object", "function")
        .replace("\"parent\"", "'parent'")
        .replace("\"" + FIRST + "\"", Failure.shown(e.getCurrent()))
        .replace("\"" + SECOND + "\"", Failure.shown(e.getExpected()))
        .replace(FIRST, String.valueOf(e.getCurrent()));
  }

  /// As AWS ends its sentence: `. T0410: Argument 1 …` with a code, `: Expression …` without one.
  static String ending(JException e, String source) {
    String message = message(e, source);
    boolean coded = !message.equals(e.getError());
    return coded ? ". " + e.getError() + ": " + message : ": " + message;
  }

  /// The library does not say which function it was, but where: right after `$name(`.
  private static String functionAt(String source, int location) {
    int open = Math.min(Math.max(location, 0), source.length() - 1);
    while (open > 0 && source.charAt(open) != '(') {
      open--;
    }
    int from = open;
    while (from > 0 && Character.isJavaIdentifierPart(source.charAt(from - 1))) {
      from--;
    }
    String name = source.substring(from, open);
    return name.startsWith("$") ? name.substring(1) : name;
  }

  private static String numberAt(String source, int location) {
    Matcher number = NUMBER.matcher(source);
    int from = Math.clamp(location, 0, source.length());
    return number.find(from) ? number.group() : "";
  }

  private static String named(String function) {
    return function.isEmpty() ? "undefined" : "\"" + function + "\"";
  }

  /// A function of the expression's own, or a class of the library.
  private static boolean isNameless(String function) {
    return function.equals("lambda") || function.contains(".");
  }
}
