package io.millrace.asl.expression.jsonata;

import com.dashjoin.jsonata.Jsonata;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values as `$string` and `&` write them: a text as it is, nothing as an empty text, all else as
/// JSON in which a function is an empty text.
final class JsonText {
  private final StringBuilder text = new StringBuilder();
  private final boolean pretty;
  private final boolean forMessage;

  private JsonText(boolean pretty, boolean forMessage) {
    this.pretty = pretty;
    this.forMessage = forMessage;
  }

  /// The text of a value, paid for.
  ///
  /// @throws Failure `D3001` or `D1001` for a number that is not finite
  static String of(@Nullable Object value, boolean pretty) {
    return switch (value) {
      case null -> "";
      case String given -> given;
      case Number number -> {
        if (!Double.isFinite(number.doubleValue())) {
          throw new Failure("D3001", "Attempting to invoke string function on Infinity or NaN");
        }
        yield NumberText.of(number);
      }
      case Object other when Operators.isFunction(other) -> "";
      case Object other -> {
        Weight.chargeText(other, pretty, Budget.CURRENT.get());
        JsonText json = new JsonText(pretty, false);
        json.write(other, 0);
        yield json.text.toString();
      }
    };
  }

  private void number(Number number) {
    boolean finite = Double.isFinite(number.doubleValue());
    if (!finite && !forMessage) {
      Operators.finite(number);
    }
    if (!finite) {
      text.append("null");
    } else if (forMessage && number instanceof Double precise) {
      text.append(NumberText.shortest(precise));
    } else {
      text.append(NumberText.of(number));
    }
  }

  /// The JSON text of a value in a message.
  static String json(@Nullable Object value) {
    JsonText json = new JsonText(false, true);
    json.write(value, 0);
    return json.text.toString();
  }

  private void write(@Nullable Object value, int depth) {
    switch (value) {
      case null -> text.append("null");
      case String given -> quoted(given);
      case Number number -> number(number);
      case Boolean truth -> text.append(truth);
      // An operator in a message of the parser's.
      case Character operator -> quoted(operator.toString());
      case List<?> list -> array(list, depth);
      case Map<?, ?> map -> object(map, depth);
      case Object other -> text.append(Jsonata.NULL_VALUE.equals(other) ? "null" : "\"\"");
    }
  }

  private void array(List<?> list, int depth) {
    text.append('[');
    String separator = "";
    for (Object element : list) {
      text.append(separator);
      line(depth + 1);
      write(element, depth + 1);
      separator = ",";
    }
    if (!separator.isEmpty()) {
      line(depth);
    }
    text.append(']');
  }

  private void object(Map<?, ?> map, int depth) {
    text.append('{');
    String separator = "";
    for (Map.Entry<?, ?> member : map.entrySet()) {
      text.append(separator);
      line(depth + 1);
      quoted(String.valueOf(member.getKey()));
      text.append(pretty ? ": " : ":");
      write(member.getValue(), depth + 1);
      separator = ",";
    }
    if (!separator.isEmpty()) {
      line(depth);
    }
    text.append('}');
  }

  private void line(int depth) {
    if (pretty) {
      text.append('\n').repeat("  ", depth);
    }
  }

  private void quoted(String given) {
    text.append('"');
    for (int i = 0; i < given.length(); i++) {
      character(given, i);
    }
    text.append('"');
  }

  private void character(String given, int i) {
    char c = given.charAt(i);
    switch (c) {
      case '"', '\\' -> text.append('\\').append(c);
      case '\b' -> text.append("\\b");
      case '\f' -> text.append("\\f");
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      default -> {
        if (c < ' ' || isLone(given, i)) {
          text.append("\\u%04x".formatted((int) c));
        } else {
          text.append(c);
        }
      }
    }
  }

  /// Half of a surrogate pair without the other half, of which there is no UTF-8.
  private static boolean isLone(String given, int i) {
    char c = given.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == given.length() || !Character.isLowSurrogate(given.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(given.charAt(i - 1)));
  }
}
