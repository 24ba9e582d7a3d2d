package io.millrace.local.lambda;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A function's handler cannot be loaded or made.
final class LoadFailure extends Exception {
  private static final long serialVersionUID = 1L;

  LoadFailure(String message) {
    super(message);
  }

  LoadFailure(@Nullable String message, Throwable cause) {
    super(message == null ? cause.getClass().getName() : message, cause);
  }

  /// The class of the exception behind it, when there is one.
  Optional<String> errorType() {
    return Optional.ofNullable(getCause()).map(cause -> cause.getClass().getName());
  }
}
