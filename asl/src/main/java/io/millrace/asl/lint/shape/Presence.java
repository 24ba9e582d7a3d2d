package io.millrace.asl.lint.shape;

/// Whether there is something at a path. In the order of how bad it is to read it.
public enum Presence {
  /// Certainly: it was made, or it has been read before.
  PRESENT,
  /// Nothing is known against it: the data come from outside.
  UNKNOWN,
  /// The example input lacks it; other inputs may have it.
  NOT_IN_EXAMPLE,
  /// On one way here it is there, on another it is not.
  MAYBE,
  /// Certainly not.
  ABSENT;

  /// What is known where two ways meet.
  public Presence join(Presence other) {
    if (this == other) {
      return this;
    }
    if (this == MAYBE || other == MAYBE) {
      return MAYBE;
    }
    if (isLack() && other.isLack()) {
      return ABSENT;
    }
    return isLack() || other.isLack() ? MAYBE : UNKNOWN;
  }

  /// What is known of a part when so much is known of the whole.
  public Presence and(Presence part) {
    return compareTo(part) >= 0 ? this : part;
  }

  /// Whether it is not there.
  public boolean isLack() {
    return this == ABSENT || this == NOT_IN_EXAMPLE;
  }

  /// Whether reading it deserves a finding.
  public boolean isDoubtful() {
    return isLack() || this == MAYBE;
  }
}
