package io.millrace.cli.definition;

import io.millrace.asl.Diagnostic;
import io.millrace.asl.model.Span;
import org.jspecify.annotations.Nullable;

/// A text is not a document of its format. Carries no stack trace: it is an answer about the text.
public final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  UnreadableException(Format format, Value.Place place, String message, @Nullable String hint) {
    super(message, null, false, false);
    this.diagnostic =
        new Diagnostic(
            Diagnostic.Severity.ERROR,
            "INVALID_" + format + "_DESCRIPTION",
            new Span("", place.line(), place.column()),
            message,
            hint);
  }

  /// What is wrong, and where.
  public Diagnostic diagnostic() {
    return diagnostic;
  }
}
