package io.millrace.engine.journal;

import io.millrace.engine.execution.ExecutionHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A status change that has been noted and not yet told to everybody who wants to hear of it.
///
/// @param id grows with time
/// @param eventId of the event in the execution's history that changed the status
/// @param targetsLeft who has not taken it yet; null when nobody was asked
/// @param attempts how often those were asked
public record StatusChange(
    long id,
    ExecutionHeader header,
    long eventId,
    @Nullable List<String> targetsLeft,
    int attempts) {
  public StatusChange {
    targetsLeft = targetsLeft == null ? null : List.copyOf(targetsLeft);
  }
}
