package io.millrace.runtime.execution;

import io.millrace.asl.json.Payload;
import io.millrace.engine.journal.ExecutionReads;
import org.jspecify.annotations.Nullable;

/// An execution as DescribeExecution shows it: its row, and what its first and last event tell.
///
/// @param output of an execution that succeeded, else null
/// @param error of one that failed, was stopped or timed out, where it has one; likewise cause
public record ExecutionDescription(
    ExecutionReads.Summary summary,
    Payload input,
    @Nullable Payload output,
    @Nullable String error,
    @Nullable String cause) {}
