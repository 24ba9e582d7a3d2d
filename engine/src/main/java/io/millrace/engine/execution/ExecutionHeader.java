package io.millrace.engine.execution;

import java.util.UUID;

/// What never changes about an execution, known before its first event.
///
/// @param id internal name; ordered by start time (UUID version 7)
/// @param arn `arn:aws:states:REGION:ACCOUNT:execution:MACHINE:NAME`
/// @param stateMachineArn without version or alias
/// @param machineRevision the definition it keeps, whatever is updated later
/// @param startMillis milliseconds since the epoch
/// @param seed of all its randomness: jitter, `States.UUID`, `$random`
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
    long seed) {}
