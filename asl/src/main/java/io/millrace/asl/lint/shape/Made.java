package io.millrace.asl.lint.shape;

import org.jspecify.annotations.Nullable;

/// How a value came to stand where it stands.
///
/// @param before what stood there until then, or null when nothing was replaced
public record Made(Cause cause, @Nullable Shape before) {
  /// Whether it is the very same event.
  @SuppressWarnings("ReferenceEquality")
  boolean is(@Nullable Made other) {
    return this == other;
  }
}
