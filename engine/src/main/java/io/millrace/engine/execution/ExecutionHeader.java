package io.millrace.engine.execution;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What never changes about an execution, known before its first event.
///
/// @param id internal name; ordered by start time (UUID version 7)
/// @param arn `arn:aws:states:REGION:ACCOUNT:execution:MACHINE:NAME`
/// @param stateMachineArn without version or alias
/// @param machineRevision the definition it keeps, whatever is updated later
/// @param startMillis milliseconds since the epoch
/// @param seed of all its randomness: jitter, `States.UUID`, `$random`
/// @param child of which Map Run it is a child, or null when it was started by itself
public record ExecutionHeader(
    UUID id,
    String arn,
    String name,
    String stateMachineArn,
    String stateMachineName,
    UUID machineRevision,
    String roleArn,
    String region,
    long startMillis,
    long seed,
    @Nullable ChildOf child) {

  /// The header of an execution that is no child of a Map Run.
  public ExecutionHeader(
      UUID id,
      String arn,
      String name,
      String stateMachineArn,
      String stateMachineName,
      UUID machineRevision,
      String roleArn,
      String region,
      long startMillis,
      long seed) {
    this(
        id,
        arn,
        name,
        stateMachineArn,
        stateMachineName,
        machineRevision,
        roleArn,
        region,
        startMillis,
        seed,
        null);
  }
}
