package io.millrace.runtime.machine;

import org.jspecify.annotations.Nullable;

/// What a revision of a state machine fixes: an execution keeps the one it started with.
///
/// @param definition the text as it was sent
/// @param logging `LoggingConfiguration` as JSON text, or null when never given; likewise the other
///   two
public record MachineSettings(
    String definition,
    String roleArn,
    @Nullable String logging,
    @Nullable String tracing,
    @Nullable String encryption) {}
