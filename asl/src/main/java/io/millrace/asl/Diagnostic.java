package io.millrace.asl;

import io.millrace.asl.model.Span;
import org.jspecify.annotations.Nullable;

/// A finding about a definition. Its first four parts are those of ValidateStateMachineDefinition.
///
/// @param code stable, for example `SCHEMA_VALIDATION_FAILED` or `MISSING_TRANSITION_TARGET`
/// @param message one sentence
/// @param hint what to do, or null
public record Diagnostic(
    Severity severity, String code, Span span, String message, @Nullable String hint) {
  /// How bad it is: a definition with an ERROR is refused.
  public enum Severity {
    ERROR,
    WARNING
  }
}
