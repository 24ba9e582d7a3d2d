package io.millrace.asl.lint.shape;

/// One step into a value.
public sealed interface Step {
  /// Into an object.
  record Name(String name) implements Step {}

  /// Into an array, counted from 0.
  record Index(int index) implements Step {}
}
