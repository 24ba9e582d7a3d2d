package io.millrace.asl.lint.machine;

/// A transition to another state of the same graph.
///
/// @param index of the rule or catcher, 0 for others
/// @param pointer of the field that names the target
public record Edge(Kind kind, int index, String target, String pointer) {
  /// What makes the transition.
  public enum Kind {
    NEXT,
    CHOICE,
    DEFAULT,
    CATCH
  }
}
