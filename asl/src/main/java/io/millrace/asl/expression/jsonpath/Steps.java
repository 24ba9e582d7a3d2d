package io.millrace.asl.expression.jsonpath;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads plain paths: `$`, names, indexes and stars, nothing else.
final class Steps {
  private static final int INDEX_DIGITS_MAX = 9;

  private final String text;
  private int at = 1;

  private Steps(String text) {
    this.text = text;
  }

  /// The steps, or null when the path is more than plain.
  static @Nullable List<Step> parse(String text) {
    Steps reader = new Steps(text);
    List<Step> steps = new ArrayList<>();
    while (reader.at < text.length()) {
      Step step = reader.step();
      if (step == null) {
        return null;
      }
      steps.add(step);
    }
    return List.copyOf(steps);
  }

  private @Nullable Step step() {
    if (text.charAt(at) == '.') {
      at++;
      return dotted();
    }
    return text.charAt(at) == '[' ? bracketed() : null;
  }

  private @Nullable Step dotted() {
    if (at < text.length() && text.charAt(at) == '*') {
      at++;
      return new Step.Each();
    }
    int from = at;
    while (at < text.length() && isNamePart(text.charAt(at))) {
      at++;
    }
    return at == from ? null : new Step.Member(text.substring(from, at));
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-';
  }

  private @Nullable Step bracketed() {
    int end = text.indexOf(']', at);
    if (end < 0) {
      return null;
    }
    String inside = text.substring(at + 1, end);
    at = end + 1;
    if (inside.equals("*")) {
      return new Step.Each();
    }
    if (inside.length() > 2 && (inside.charAt(0) == '\'' || inside.charAt(0) == '"')) {
      return quoted(inside);
    }
    boolean digits = !inside.isEmpty() && inside.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits && inside.length() <= INDEX_DIGITS_MAX
        ? new Step.Element(Integer.parseInt(inside))
        : null;
  }

  /// A name in quotes. Recorded: a backslash in it stands for itself, unlike in the library.
  private static @Nullable Step quoted(String inside) {
    char quote = inside.charAt(0);
    String name = inside.substring(1, inside.length() - 1);
    boolean plain = inside.charAt(inside.length() - 1) == quote && name.indexOf(quote) < 0;
    return plain && !name.endsWith("\\") ? new Step.Member(name) : null;
  }
}
