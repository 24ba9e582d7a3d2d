package io.millrace.asl.model;

/// How a Map runs its items: inside the execution, or as child executions.
public record ProcessorConfig(Mode mode, ExecutionType executionType) {
  public static final ProcessorConfig INLINE =
      new ProcessorConfig(Mode.INLINE, ExecutionType.STANDARD);

  /// `ProcessorConfig.Mode`.
  public enum Mode {
    INLINE,
    DISTRIBUTED
  }

  /// `ProcessorConfig.ExecutionType` of a distributed Map's children.
  public enum ExecutionType {
    STANDARD,
    EXPRESS
  }
}
