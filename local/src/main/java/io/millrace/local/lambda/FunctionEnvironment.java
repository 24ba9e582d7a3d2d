package io.millrace.local.lambda;

import java.util.Map;
import java.util.Optional;

/// A function's environment variables.
///
/// On AWS a function reads them by `System.getenv`. All functions of this host share one process,
/// whose environment cannot differ from one function to the next nor be changed at all, so a
/// function that wants its own must ask here: its variables first, then the process's. On AWS,
/// where no host has set any, that is just `System.getenv`. A handler that calls `System.getenv`
/// itself sees the process's variables only.
public final class FunctionEnvironment {
  /// Bound on the thread that initialises and runs the function; not seen by threads it starts,
  /// except those of a structured task scope.
  static final ScopedValue<Map<String, String>> CURRENT = ScopedValue.newInstance();

  private FunctionEnvironment() {}

  /// The variable's value for the function running on this thread, or for the process outside of
  /// any.
  public static Optional<String> get(String name) {
    var own = CURRENT.isBound() ? CURRENT.get().get(name) : null;
    return Optional.ofNullable(own != null ? own : System.getenv(name));
  }
}
