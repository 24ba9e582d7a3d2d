package io.millrace.asl.parse;

import io.millrace.asl.Diagnostic;
import io.millrace.asl.model.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is found while parsing, in order. Used by one thread.
final class Findings {
  /// Ours: a compiled expression takes some ten kilobytes, its text may be five characters.
  static final int EXPRESSIONS_MAX = 10_000;

  private final List<Diagnostic> all = new ArrayList<>();
  private int expressions;

  void error(Code code, Span span, String message) {
    all.add(new Diagnostic(Diagnostic.Severity.ERROR, code.name(), span, message, null));
  }

  void error(Code code, Span span, String message, String hint) {
    all.add(new Diagnostic(Diagnostic.Severity.ERROR, code.name(), span, message, hint));
  }

  /// An error for which AWS gives another location than the span's pointer, or none.
  void errorAt(Code code, Span span, @Nullable String location, String message) {
    all.add(new Diagnostic(Diagnostic.Severity.ERROR, code.name(), span, message, null, location));
  }

  /// What is allowed and hardly meant.
  void warning(Code code, Span span, String message) {
    all.add(new Diagnostic(Diagnostic.Severity.WARNING, code.name(), span, message, null));
  }

  /// A violation of the language's schema.
  void schema(Span span, String message) {
    error(Code.SCHEMA_VALIDATION_FAILED, span, message);
  }

  /// A violation of the language's schema, with what to do.
  void schema(Span span, String message, String hint) {
    error(Code.SCHEMA_VALIDATION_FAILED, span, message, hint);
  }

  /// Counts expressions before they are compiled; false when the definition has too many of them,
  /// which is reported once.
  boolean mayCompile(int more, Span span) {
    boolean before = expressions <= EXPRESSIONS_MAX;
    expressions += more;
    if (before && expressions > EXPRESSIONS_MAX) {
      schema(
          span,
          "The definition has more than " + EXPRESSIONS_MAX + " JSONata expressions",
          "Build large arrays and objects within one expression.");
    }
    return expressions <= EXPRESSIONS_MAX;
  }

  boolean hasErrors() {
    return all.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
  }

  boolean hasSchemaErrors() {
    return all.stream().anyMatch(d -> d.code().equals(Code.SCHEMA_VALIDATION_FAILED.name()));
  }

  List<Diagnostic> all() {
    return List.copyOf(all);
  }
}
