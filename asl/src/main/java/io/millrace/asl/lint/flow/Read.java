package io.millrace.asl.lint.flow;

import io.millrace.asl.lint.machine.StateNode;
import io.millrace.asl.lint.shape.Cause;
import io.millrace.asl.lint.shape.DataPath;
import io.millrace.asl.lint.shape.Presence;
import io.millrace.asl.lint.shape.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A place in the definition that reads data.
///
/// @param pointer of the field that reads
/// @param text the path as the definition has it
/// @param path the path, or null where none can be followed
/// @param causes why there may be nothing, oldest first
/// @param origin what was known before the oldest cause
/// @param found what is read
public record Read(
    StateNode state,
    String pointer,
    String text,
    @Nullable DataPath path,
    Presence presence,
    List<Cause> causes,
    Presence origin,
    Shape found,
    Effect effect) {
  /// What happens when nothing is there.
  public enum Effect {
    /// The state fails with `States.Runtime`, which nothing catches.
    FAILS,
    /// The state fails with `States.QueryEvaluationError`.
    QUERY_FAILS,
    /// A member of an object that JSONata builds is left out, silently.
    OMITTED
  }
}
