package io.millrace.asl.model;

import io.millrace.asl.expression.Assignment;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ResultPath;
import org.jspecify.annotations.Nullable;

/// How data passes through a state. The parser decides the language once; a field the language or
/// the state lacks is null.
public sealed interface DataFlow {
  /// Variables set when the state succeeds.
  Assignment assign();

  /// InputPath → Parameters → (work) → ResultSelector → ResultPath → OutputPath.
  ///
  /// @param inputPath null when absent (`$`); the constant `{}` when the text says `null`
  /// @param parameters payload template, or null
  /// @param outputPath as inputPath
  record JsonPath(
      @Nullable Expression inputPath,
      @Nullable Expression parameters,
      @Nullable Expression resultSelector,
      ResultPath resultPath,
      @Nullable Expression outputPath,
      Assignment assign)
      implements DataFlow {}

  /// Arguments → (work) → Output.
  record Jsonata(@Nullable Expression arguments, @Nullable Expression output, Assignment assign)
      implements DataFlow {}
}
