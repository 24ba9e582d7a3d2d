package io.millrace.asl.expression;

import org.jspecify.annotations.Nullable;

/// An expression cannot be evaluated. The execution fails with it; it is data, so it carries no
/// stack trace.
public final class ExpressionFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String error;
  private final String explanation;
  private final @Nullable String location;

  /// A failure.
  ///
  /// @param error AWS's error name, for example `States.Runtime` or `States.QueryEvaluationError`
  /// @param explanation the cause without the prefix that names the state
  /// @param location where in the state, as the event `EvaluationFailed` says it (for example
  ///   `Output/result`); null for JSONPath
  public ExpressionFailure(String error, String explanation, @Nullable String location) {
    super(error + ": " + explanation, null, false, false);
    this.error = error;
    this.explanation = explanation;
    this.location = location;
  }

  public String error() {
    return error;
  }

  public String explanation() {
    return explanation;
  }

  public @Nullable String location() {
    return location;
  }
}
