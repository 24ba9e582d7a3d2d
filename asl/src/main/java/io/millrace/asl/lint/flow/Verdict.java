package io.millrace.asl.lint.flow;

/// What is known about a condition.
public enum Verdict {
  ALWAYS,
  NEVER,
  OPEN,
  /// It is never asked: an earlier rule always matches.
  SHADOWED;

  Verdict negated() {
    return switch (this) {
      case ALWAYS -> NEVER;
      case NEVER -> ALWAYS;
      case OPEN, SHADOWED -> this;
    };
  }
}
