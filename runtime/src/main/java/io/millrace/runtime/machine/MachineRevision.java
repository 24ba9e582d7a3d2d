package io.millrace.runtime.machine;

import java.util.UUID;

/// One revision of a state machine. It outlives updates and the machine itself as long as
/// executions refer to it.
///
/// @param createdMillis when it became the latest, in milliseconds since the epoch
public record MachineRevision(
    UUID revision,
    String stateMachineArn,
    StateMachine.Type type,
    MachineSettings settings,
    long createdMillis) {}
