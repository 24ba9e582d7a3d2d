package io.millrace.asl.expression.jsonpath;

/// One step of a plain path.
sealed interface Step {
  /// `.name` or `['name']`.
  record Member(String name) implements Step {}

  /// `[2]`, counted from 0.
  record Element(int index) implements Step {}

  /// `[*]` or `.*`: every element or member. A path with it finds many values.
  record Each() implements Step {}
}
