package io.millrace.pipelines.stages;

/// A failure that the same attempt would meet again: chains do not retry it.
///
/// Step Functions compares names, not classes, so a retrier knows this class and those that a
/// chain's definition lists. A stage's author throws it for data that no repetition mends; one who
/// extends it names the new class under `permanent` in the chain.
public class PermanentStageException extends RuntimeException {
  public PermanentStageException(String message) {
    super(message);
  }

  public PermanentStageException(String message, Throwable cause) {
    super(message, cause);
  }
}
