package io.millrace.cli.definition;

import io.millrace.asl.Diagnostic;
import io.millrace.asl.model.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A text is not a document of its format. Carries no stack trace: it is an answer about the text.
public final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  /// The rules of findings about files that are no documents of their format.
  public static final List<String> RULES =
      List.of("invalid-json-description", "invalid-yaml-description");

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
