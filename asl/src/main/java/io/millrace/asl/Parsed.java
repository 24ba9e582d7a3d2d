package io.millrace.asl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came out of parsing: a value, findings, or both. The caller decides when findings become a
/// refusal.
///
/// @param value null when there is an ERROR
public record Parsed<T>(@Nullable T value, List<Diagnostic> diagnostics) {
  public Parsed {
    diagnostics = List.copyOf(diagnostics);
  }

  public boolean isValid() {
    return value != null
        && diagnostics.stream().noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
  }

  /// The value.
  ///
  /// @throws InvalidDefinitionException with all findings when there is an ERROR
  public T orThrow() {
    T present = value;
    if (!isValid() || present == null) {
      throw new InvalidDefinitionException(diagnostics);
    }
    return present;
  }
}
