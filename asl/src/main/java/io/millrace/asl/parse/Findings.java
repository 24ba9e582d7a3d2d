package io.millrace.asl.parse;

import io.millrace.asl.Diagnostic;
import io.millrace.asl.Diagnostic.Severity;
import io.millrace.asl.model.Span;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is found while parsing, in order. Used by one thread.
final class Findings {
  /// Ours: a compiled expression takes some ten kilobytes, its text may be five characters.
  static final int EXPRESSIONS_MAX = 10_000;

  /// Ours: findings beyond these are dropped. ValidateStateMachineDefinition returns a tenth of
  /// them.
  static final int KEPT_MAX = 1_000;

  /// So many names are compared while looking for near ones, in all.
  private static final int COMPARED_MAX = 100_000;

  /// Each once: two readers of one field may find the same.
  private final Set<Diagnostic> all = new LinkedHashSet<>();

  private int expressions;
  private long compared;
  private boolean errors;
  private boolean schemaErrors;

  void report(Rule rule, Span span, String message) {
    report(rule, span, message, null);
  }

  /// @param hint what to do, or null
  void report(Rule rule, Span span, String message, @Nullable String hint) {
    if (mayKeep(rule)) {
      all.add(
          new Diagnostic(rule.severity(), rule.code().name(), span, message, hint)
              .withRule(rule.id()));
    }
  }

  /// As [#report], where AWS gives another location than the span's pointer, or none.
  void reportAt(Rule rule, Span span, @Nullable String location, String message) {
    if (mayKeep(rule)) {
      all.add(
          new Diagnostic(rule.severity(), rule.code().name(), span, message, null, location)
              .withRule(rule.id()));
    }
  }

  /// A violation of the language's schema that no rule of its own is about.
  void schema(Span span, String message) {
    report(Rule.FIELD_CONTENT, span, message);
  }

  private boolean mayKeep(Rule rule) {
    boolean firstError = rule.severity() == Severity.ERROR && !errors;
    errors |= rule.severity() == Severity.ERROR;
    schemaErrors |= rule.code() == Code.SCHEMA_VALIDATION_FAILED;
    // The first error is kept whatever came before, so that a refusal always says why.
    return firstError || all.size() < KEPT_MAX;
  }

  /// "Did you mean `X`?" for a name that is not known, or null.
  @Nullable String hint(String given, Collection<String> known) {
    compared += known.size();
    return compared <= COMPARED_MAX ? Spelling.hint(given, known) : null;
  }

  /// Counts expressions before they are compiled; false when the definition has too many of them,
  /// which is reported once.
  boolean mayCompile(int more, Span span) {
    boolean before = expressions <= EXPRESSIONS_MAX;
    expressions += more;
    if (before && expressions > EXPRESSIONS_MAX) {
      report(
          Rule.TOO_MANY_EXPRESSIONS,
          span,
          "The definition has more than " + EXPRESSIONS_MAX + " JSONata expressions",
          "Build large arrays and objects within one expression.");
    }
    return expressions <= EXPRESSIONS_MAX;
  }

  boolean hasErrors() {
    return errors;
  }

  boolean hasSchemaErrors() {
    return schemaErrors;
  }

  List<Diagnostic> all() {
    return List.copyOf(all);
  }
}
