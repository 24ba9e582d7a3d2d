package io.millrace.asl.lint;

import io.millrace.asl.model.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the linter has to say about one place of a definition.
///
/// @param rule stable, for example `path-absent`; the page `docs/lint.md` explains each
/// @param state the state's name, or null for the whole machine
/// @param message one sentence
/// @param reasons what led to it, oldest first
/// @param hint what to do, or null
public record Finding(
    Severity severity,
    String rule,
    Span span,
    @Nullable String state,
    String message,
    List<Reason> reasons,
    @Nullable String hint) {
  public Finding {
    reasons = List.copyOf(reasons);
  }

  /// How sure and how bad it is.
  public enum Severity {
    /// AWS refuses the definition, or the state certainly fails when it is reached.
    ERROR,
    /// It may fail, or succeeds in a way that is hardly meant.
    WARNING,
    /// Worth knowing; nothing need be wrong.
    NOTE
  }

  /// One link of the chain that led to the finding.
  ///
  /// @param span where in the definition, or null where it is a rule of AWS
  public record Reason(@Nullable Span span, String text) {}
}
