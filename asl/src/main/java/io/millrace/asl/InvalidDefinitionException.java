package io.millrace.asl;

import java.util.List;
import java.util.stream.Collectors;

/// A definition is refused.
public final class InvalidDefinitionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  public InvalidDefinitionException(List<Diagnostic> diagnostics) {
    super(
        diagnostics.stream()
            .map(d -> d.code() + ": " + d.message() + " at " + d.span().pointer())
            .collect(Collectors.joining(", ")));
    this.diagnostics = List.copyOf(diagnostics);
  }

  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
