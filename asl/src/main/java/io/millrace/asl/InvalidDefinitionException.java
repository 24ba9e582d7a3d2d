package io.millrace.asl;

import java.util.List;
import java.util.stream.Collectors;

/// A definition is refused. The message is AWS's text of `InvalidDefinition`.
public final class InvalidDefinitionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  public InvalidDefinitionException(List<Diagnostic> diagnostics) {
    super(text(diagnostics));
    this.diagnostics = List.copyOf(diagnostics);
  }

  /// AWS's text for these findings: errors only, in order, separated by commas, in quotes.
  ///
  /// Recorded: `Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next'
  /// target: pass3 at /States/pass1/Next, MISSING_TRANSITION_TARGET: State "pass2" is not
  /// reachable. at /States/pass2'`.
  public static String text(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
        // AWS writes no location as null (seen 30 Aug 2026: floci-io/floci issue 2735).
        .map(d -> d.code() + ": " + d.message() + " at " + d.location())
        .collect(Collectors.joining(", ", "Invalid State Machine Definition: '", "'"));
  }

  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
