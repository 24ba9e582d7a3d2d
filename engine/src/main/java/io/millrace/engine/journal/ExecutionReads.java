package io.millrace.engine.journal;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.execution.Redrives;
import io.millrace.engine.history.HistoryEvent;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads of executions for people and programs that watch. All see what is committed, and nothing
/// else. Safe for concurrent use; each throws [JournalUnavailableException] when the store cannot
/// be reached.
public interface ExecutionReads {
  /// The execution with this ARN.
  Optional<Summary> find(String executionArn);

  /// Executions of a state machine, latest start first (ties by id), at most `limit`, following the
  /// one with the id `after` when given.
  List<Summary> list(
      String stateMachineArn, @Nullable ExecutionStatus status, @Nullable UUID after, int limit);

  /// Events with ids from `fromEventId` on (or downwards from it when `reverse`), at most `limit`,
  /// in that order.
  List<HistoryEvent> events(UUID id, long fromEventId, boolean reverse, int limit);

  /// An execution's row.
  record Summary(
      ExecutionHeader header,
      ExecutionStatus status,
      @Nullable Long stopMillis,
      long lastEventId,
      Redrives redrives) {
    /// Of an execution that has not been redriven.
    public Summary(
        ExecutionHeader header,
        ExecutionStatus status,
        @Nullable Long stopMillis,
        long lastEventId) {
      this(header, status, stopMillis, lastEventId, Redrives.NONE);
    }
  }
}
