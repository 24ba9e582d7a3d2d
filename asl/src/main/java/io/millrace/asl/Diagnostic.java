package io.millrace.asl;

import io.millrace.asl.model.Span;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A finding about a definition. Its code, location, message and severity are those of
/// ValidateStateMachineDefinition.
///
/// @param code stable, for example `SCHEMA_VALIDATION_FAILED` or `MISSING_TRANSITION_TARGET`
/// @param span where to look; its line and column may be nearer to the fault than its pointer,
///   because AWS reports some faults of a field at the state
/// @param message one sentence, worded as AWS words it where that is known
/// @param hint what to do, or null
/// @param location as AWS writes it, for example `/States/A/Choices[0]/Next`; null where AWS gives
///   none
/// @param rule stable and finer than the code, for example `unknown-field`; the page
///   `docs/diagnostics.md` explains each
public record Diagnostic(
    Severity severity,
    String code,
    Span span,
    String message,
    @Nullable String hint,
    @Nullable String location,
    String rule) {
  /// A finding whose location follows from its span.
  public Diagnostic(
      Severity severity, String code, Span span, String message, @Nullable String hint) {
    this(severity, code, span, message, hint, location(span.pointer()));
  }

  /// A finding whose rule is named as its code.
  public Diagnostic(
      Severity severity,
      String code,
      Span span,
      String message,
      @Nullable String hint,
      @Nullable String location) {
    this(
        severity,
        code,
        span,
        message,
        hint,
        location,
        code.toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /// The same finding under a rule of this name.
  public Diagnostic withRule(String id) {
    return new Diagnostic(severity, code, span, message, hint, location, id);
  }

  /// The same finding in another place of the text.
  public Diagnostic at(Span place) {
    return new Diagnostic(severity, code, place, message, hint, location, rule);
  }

  /// How bad it is: a definition with an ERROR is refused.
  public enum Severity {
    ERROR,
    WARNING
  }

  /// As AWS lists it in the message of InvalidDefinition: `CODE: message at location`.
  public String text() {
    return code + ": " + message + (location == null ? "" : " at " + location);
  }

  /// AWS writes the root as `/` and array elements in brackets; recorded for
  /// `/States/C/Choices[0]/Next`.
  private static String location(String pointer) {
    if (pointer.isEmpty()) {
      return "/";
    }
    StringBuilder out = new StringBuilder();
    for (String part : pointer.substring(1).split("/", -1)) {
      String name = part.replace("~1", "/").replace("~0", "~");
      boolean index = !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
      out.append(index ? "[" + name + "]" : "/" + name);
    }
    return out.toString();
  }
}
