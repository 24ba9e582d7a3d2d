package io.millrace.asl.model;

import io.millrace.asl.expression.Expression;
import org.jspecify.annotations.Nullable;

/// Where and how a distributed Map's results are written (developer guide, "ResultWriter (Map)").
///
/// @param parameters `Parameters` or `Arguments`: Bucket, Prefix; null where results are not
///   exported but only formatted
/// @param transformation null where the text says none: NONE when exported, else COMPACT
public record ResultWriter(
    @Nullable Expression parameters,
    @Nullable Transformation transformation,
    OutputType outputType) {
  /// `WriterConfig.Transformation`.
  public enum Transformation {
    NONE,
    COMPACT,
    FLATTEN
  }

  /// `WriterConfig.OutputType`.
  public enum OutputType {
    JSON,
    JSONL
  }

  /// Whether results go to Amazon S3.
  public boolean exports() {
    return parameters != null;
  }
}
