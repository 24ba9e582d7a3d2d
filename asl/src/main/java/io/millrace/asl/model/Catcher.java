package io.millrace.asl.model;

import io.millrace.asl.expression.Assignment;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ResultPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One element of `Catch`.
///
/// @param resultPath where a JSONPath state puts the error output; the whole input by default
/// @param output what a JSONata state hands to `next`, or null for the error output itself
public record Catcher(
    List<String> errorEquals,
    String next,
    ResultPath resultPath,
    @Nullable Expression output,
    Assignment assign,
    Span span) {
  public Catcher {
    errorEquals = List.copyOf(errorEquals);
  }
}
