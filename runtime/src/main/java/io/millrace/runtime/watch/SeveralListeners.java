package io.millrace.runtime.watch;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.task.TaskAttempt;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Tells several listeners, one after the other; none suffers from another's failure.
public final class SeveralListeners implements ExecutionListener {
  private final List<ExecutionListener> listeners;

  private SeveralListeners(List<ExecutionListener> listeners) {
    this.listeners = listeners;
  }

  /// All of them as one, told in this order.
  public static ExecutionListener of(List<? extends ExecutionListener> listeners) {
    List<ExecutionListener> told =
        listeners.stream()
            .filter(listener -> !listener.equals(ExecutionListener.NONE))
            .map(GuardedListener::of)
            .toList();
    return switch (told.size()) {
      case 0 -> ExecutionListener.NONE;
      case 1 -> told.getFirst();
      default -> new SeveralListeners(told);
    };
  }

  @Override
  public void committed(ExecutionHeader header, List<HistoryEvent> events) {
    for (ExecutionListener listener : listeners) {
      listener.committed(header, events);
    }
  }

  @Override
  public void dispatched(ExecutionHeader header, TaskAttempt attempt) {
    for (ExecutionListener listener : listeners) {
      listener.dispatched(header, attempt);
    }
  }

  @Override
  public void began(TaskAttempt attempt) {
    for (ExecutionListener listener : listeners) {
      listener.began(attempt);
    }
  }

  @Override
  public void returned(TaskAttempt attempt, @Nullable String error, long elapsedNanos) {
    for (ExecutionListener listener : listeners) {
      listener.returned(attempt, error, elapsedNanos);
    }
  }

  @Override
  public void billed(ExecutionHeader header, long billedMillis, long memoryMegabytes) {
    for (ExecutionListener listener : listeners) {
      listener.billed(header, billedMillis, memoryMegabytes);
    }
  }

  @Override
  public void throttled(@Nullable String stateMachineArn, @Nullable UUID executionId) {
    for (ExecutionListener listener : listeners) {
      listener.throttled(stateMachineArn, executionId);
    }
  }
}
