package io.millrace.runtime.machine;

import io.millrace.asl.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The words in which CreateStateMachine refuses a Map's label. Alone among all refusals they quote
/// values as the language Python does, and the whole definition (recorded:
/// api_map_run/test_map_state_label_invalid_char_fail, test_map_state_label_empty_fail); clients
/// that look at the text find what they know.
final class LabelRefusal {
  private static final String RULE = "invalid-label";
  private static final String BEFORE = "Label name '";
  private static final String AFTER = "' contains invalid characters";
  private static final String EMPTY = "Label cannot be empty";

  private LabelRefusal() {}

  /// The message, or null when the definition's first fault is not a label of this kind.
  static @Nullable String message(String definition, List<Diagnostic> diagnostics) {
    for (Diagnostic diagnostic : diagnostics) {
      if (diagnostic.severity() == Diagnostic.Severity.ERROR) {
        String complaint = complaint(diagnostic);
        return complaint == null
            ? null
            : "Error=ValueError Args=["
                + quoted(complaint)
                + "] in definition '"
                + definition
                + "'.";
      }
    }
    return null;
  }

  private static @Nullable String complaint(Diagnostic diagnostic) {
    String text = diagnostic.message();
    if (!diagnostic.rule().equals(RULE)) {
      return null;
    }
    if (text.equals(EMPTY)) {
      return EMPTY;
    }
    if (!text.startsWith(BEFORE) || !text.endsWith(AFTER)) {
      return null;
    }
    String label = text.substring(BEFORE.length(), text.length() - AFTER.length());
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      if (!Character.isLetterOrDigit(c) && "_-.".indexOf(c) < 0) {
        return "Label contains invalid character: " + quoted(String.valueOf(c));
      }
    }
    return null;
  }

  /// As Python shows a string: in single quotes, or double ones where only single ones are in it.
  private static String quoted(String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    StringBuilder out = new StringBuilder().append(quote);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\\' -> out.append("\\\\");
        default -> {
          if (c == quote) {
            out.append('\\').append(c);
          } else if (Character.isISOControl(c)) {
            out.append("\\x%02x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append(quote).toString();
  }
}
