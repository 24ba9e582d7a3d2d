package io.millrace.asl.expression.jsonata;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Errors that the library throws with their sentence but without their code.
final class LibraryFailures {
  private static final Pattern INTEGER_PICTURE =
      Pattern.compile(
          "(Formatting or parsing an integer as a sequence starting with )(.*)"
              + "( is not supported by this implementation)",
          Pattern.DOTALL);
  private static final Pattern COMPONENT =
      Pattern.compile(
          "(Unknown component specifier )(.*)( in date/time picture string)", Pattern.DOTALL);

  private LibraryFailures() {}

  /// The error with its code, or as it was when it has none.
  static RuntimeException coded(RuntimeException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage());
    RuntimeException quoted = quoted("D3130", INTEGER_PICTURE.matcher(message));
    if (quoted == null) {
      quoted = quoted("D3132", COMPONENT.matcher(message));
    }
    if (quoted != null) {
      return quoted;
    }
    if (message.startsWith("No matching closing bracket")) {
      return new Failure("D3135", message);
    }
    if (message.startsWith("The date/time picture string is missing specifiers")) {
      return new Failure("D3136", message);
    }
    return e;
  }

  private static @Nullable RuntimeException quoted(String code, Matcher matcher) {
    return matcher.matches()
        ? new Failure(code, matcher.group(1) + Failure.shown(matcher.group(2)) + matcher.group(3))
        : null;
  }
}
