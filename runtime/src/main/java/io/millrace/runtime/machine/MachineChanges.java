package io.millrace.runtime.machine;

import org.jspecify.annotations.Nullable;

/// What UpdateStateMachine changes; a part that is null stays as it is.
public record MachineChanges(
    @Nullable String definition,
    @Nullable String roleArn,
    @Nullable String logging,
    @Nullable String tracing,
    @Nullable String encryption) {

  MachineSettings appliedTo(MachineSettings old) {
    return new MachineSettings(
        definition != null ? definition : old.definition(),
        roleArn != null ? roleArn : old.roleArn(),
        logging != null ? logging : old.logging(),
        tracing != null ? tracing : old.tracing(),
        encryption != null ? encryption : old.encryption());
  }
}
