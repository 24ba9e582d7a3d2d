package io.millrace.asl.lint.flow;

import io.millrace.asl.lint.machine.StateNode;
import io.millrace.asl.lint.shape.Cause;
import java.util.List;

/// A value that is certainly of a type which its place does not take.
///
/// @param problem one sentence without its full stop
/// @param error the error's name at run time
public record Mismatch(
    StateNode state, String pointer, String problem, String error, List<Cause> causes) {}
