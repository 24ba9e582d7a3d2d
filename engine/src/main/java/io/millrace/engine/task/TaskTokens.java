package io.millrace.engine.task;

import java.util.UUID;

/// Makes task tokens. A token carries its execution and event id, authenticated, so no table of
/// tokens is needed. Implementations are pure: the same arguments give the same token. Safe for
/// concurrent use.
public interface TaskTokens {
  /// The token of the attempt that this event schedules.
  String issue(UUID executionId, long scheduledEventId);
}
