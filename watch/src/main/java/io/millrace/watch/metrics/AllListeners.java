package io.millrace.watch.metrics;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.runtime.watch.ExecutionListener;
import io.millrace.runtime.watch.GuardedListener;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Tells several listeners, one after the other; none can keep news from the next.
public final class AllListeners implements ExecutionListener {
  private final ExecutionListener[] all;

  private AllListeners(ExecutionListener[] all) {
    this.all = all;
  }

  public static ExecutionListener of(ExecutionListener... listeners) {
    ExecutionListener[] guarded = new ExecutionListener[listeners.length];
    for (int i = 0; i < listeners.length; i++) {
      guarded[i] = GuardedListener.of(listeners[i]);
    }
    return new AllListeners(guarded);
  }

  @Override
  public void committed(ExecutionHeader header, List<HistoryEvent> events) {
    for (ExecutionListener one : all) {
      one.committed(header, events);
    }
  }

  @Override
  public void dispatched(ExecutionHeader header, TaskAttempt attempt) {
    for (ExecutionListener one : all) {
      one.dispatched(header, attempt);
    }
  }

  @Override
  public void began(TaskAttempt attempt) {
    for (ExecutionListener one : all) {
      one.began(attempt);
    }
  }

  @Override
  public void returned(TaskAttempt attempt, @Nullable String error, long elapsedNanos) {
    for (ExecutionListener one : all) {
      one.returned(attempt, error, elapsedNanos);
    }
  }

  @Override
  public void billed(ExecutionHeader header, long billedMillis, long memoryMegabytes) {
    for (ExecutionListener one : all) {
      one.billed(header, billedMillis, memoryMegabytes);
    }
  }

  @Override
  public void throttled(@Nullable String stateMachineArn, @Nullable UUID executionId) {
    for (ExecutionListener one : all) {
      one.throttled(stateMachineArn, executionId);
    }
  }
}
