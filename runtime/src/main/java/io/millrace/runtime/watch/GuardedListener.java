package io.millrace.runtime.watch;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.task.TaskAttempt;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a listener's failures away from executions: they are logged (the 1st, 2nd, 4th, 8th, …),
/// and what was told is lost to that listener only.
public final class GuardedListener implements ExecutionListener {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedListener.class);

  private final ExecutionListener told;
  private final AtomicLong failures = new AtomicLong();

  private GuardedListener(ExecutionListener told) {
    this.told = told;
  }

  /// The listener as one that never throws.
  public static ExecutionListener of(ExecutionListener told) {
    return told instanceof GuardedListener ? told : new GuardedListener(told);
  }

  @Override
  public void committed(ExecutionHeader header, List<HistoryEvent> events) {
    try {
      told.committed(header, events);
    } catch (RuntimeException | StackOverflowError e) {
      failed(e);
    }
  }

  @Override
  public void dispatched(ExecutionHeader header, TaskAttempt attempt) {
    try {
      told.dispatched(header, attempt);
    } catch (RuntimeException | StackOverflowError e) {
      failed(e);
    }
  }

  @Override
  public void began(TaskAttempt attempt) {
    try {
      told.began(attempt);
    } catch (RuntimeException | StackOverflowError e) {
      failed(e);
    }
  }

  @Override
  public void returned(TaskAttempt attempt, @Nullable String error, long elapsedNanos) {
    try {
      told.returned(attempt, error, elapsedNanos);
    } catch (RuntimeException | StackOverflowError e) {
      failed(e);
    }
  }

  @Override
  public void billed(ExecutionHeader header, long billedMillis, long memoryMegabytes) {
    try {
      told.billed(header, billedMillis, memoryMegabytes);
    } catch (RuntimeException | StackOverflowError e) {
      failed(e);
    }
  }

  @Override
  public void throttled(@Nullable String stateMachineArn, @Nullable UUID executionId) {
    try {
      told.throttled(stateMachineArn, executionId);
    } catch (RuntimeException | StackOverflowError e) {
      failed(e);
    }
  }

  private void failed(Throwable reason) {
    long count = failures.incrementAndGet();
    if (Long.bitCount(count) == 1) {
      LOG.atError()
          .addKeyValue("failures", count)
          .setCause(reason)
          .log("A listener of executions failed; executions go on, its figures lack something");
    }
  }
}
