package io.millrace.asl.lint.shape;

import java.util.ArrayList;
import java.util.List;

/// A JSONPath as far as data can be followed along it.
///
/// @param root what it starts from
/// @param variable the name of the variable it starts from, else empty
/// @param steps the names and indexes it begins with
/// @param definite whether that is all: it names one place. Others (`[*]`, `..`, filters, slices)
///   find many values, or none, and never fail
public record DataPath(
    String text, Root root, String variable, List<Step> steps, boolean definite) {
  /// What a path starts from.
  public enum Root {
    INPUT,
    CONTEXT,
    VARIABLE
  }

  public DataPath {
    steps = List.copyOf(steps);
  }

  /// Reads a path that is known to be one.
  public static DataPath of(String text) {
    int at = 1;
    Root root = Root.INPUT;
    String variable = "";
    if (text.startsWith("$$")) {
      root = Root.CONTEXT;
      at = 2;
    } else {
      while (at < text.length() && Character.isUnicodeIdentifierPart(text.charAt(at))) {
        at++;
      }
      if (at > 1) {
        root = Root.VARIABLE;
        variable = text.substring(1, at);
      }
    }
    List<Step> steps = new ArrayList<>();
    boolean definite = new Reader(text, at).read(steps);
    return new DataPath(text, root, variable, steps, definite);
  }

  /// The path of some first steps, as one writes it.
  public static String text(List<Step> steps) {
    StringBuilder text = new StringBuilder("$");
    for (Step step : steps) {
      switch (step) {
        case Step.Name(var name) -> text.append('.').append(name);
        case Step.Index(var index) -> text.append('[').append(index).append(']');
      }
    }
    return text.toString();
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text, int at) {
      this.text = text;
      this.at = at;
    }

    /// Whether all of the text was names and indexes.
    boolean read(List<Step> steps) {
      while (at < text.length()) {
        int before = steps.size();
        char c = text.charAt(at);
        if (text.startsWith(".[", at)) {
          // As in the library, `$.[0]` is `$[0]`.
          at++;
          bracketed(steps);
        } else if (c == '.') {
          dotted(steps);
        } else if (c == '[') {
          bracketed(steps);
        }
        if (steps.size() == before) {
          return false;
        }
      }
      return true;
    }

    private void dotted(List<Step> steps) {
      int from = at + 1;
      int to = from;
      while (to < text.length() && isNamePart(text.charAt(to))) {
        to++;
      }
      if (to > from && (to == text.length() || text.charAt(to) != '(')) {
        steps.add(new Step.Name(text.substring(from, to)));
        at = to;
      }
    }

    private static boolean isNamePart(char c) {
      return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == ':' || c == '@';
    }

    private void bracketed(List<Step> steps) {
      int end = text.indexOf(']', at);
      if (end < 0) {
        return;
      }
      String inside = text.substring(at + 1, end).strip();
      boolean quoted = inside.length() > 2 && "'\"".indexOf(inside.charAt(0)) >= 0;
      if (quoted && inside.indexOf(inside.charAt(0), 1) == inside.length() - 1) {
        steps.add(new Step.Name(inside.substring(1, inside.length() - 1)));
        at = end + 1;
      } else if (!inside.isEmpty()
          && inside.length() < 9
          && inside.chars().allMatch(c -> c >= '0' && c <= '9')) {
        steps.add(new Step.Index(Integer.parseInt(inside)));
        at = end + 1;
      }
    }
  }
}
