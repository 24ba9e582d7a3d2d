package io.millrace.asl.expression;

import com.fasterxml.jackson.databind.JsonNode;

/// Where a JSONPath state puts its result.
public sealed interface ResultPath {
  /// `$`, the default: the result replaces the input.
  record Replace() implements ResultPath {}

  /// `null`: the result is thrown away, the input goes on.
  record Discard() implements ResultPath {}

  /// A reference path below `$`: the result is put into a copy of the input.
  record Into(Target target) implements ResultPath {}

  /// A compiled reference path that can be written through.
  interface Target {
    /// A copy of the input with the result in place; objects on the way are created.
    ///
    /// @throws ExpressionFailure `States.ResultPathMatchFailure` when the input has no place for it
    JsonNode write(JsonNode input, JsonNode result);

    /// The path as the definition has it.
    String text();
  }
}
