package io.millrace.runtime.task;

import io.millrace.asl.model.Resource;
import io.millrace.engine.task.TaskAttempt;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Attempts that wait for a worker, by activity, oldest first. Not durable: the next start offers
/// again what no worker has taken. Safe for concurrent use.
public final class ActivityQueues implements AutoCloseable {
  /// How long a worker is made to wait, at most (API reference, GetActivityTask).
  public static final Duration POLL = Duration.ofSeconds(60);

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, LinkedHashMap<Key, TaskAttempt>> waiting = new HashMap<>();
  private final Map<String, ArrayDeque<Condition>> workers = new HashMap<>();
  private boolean closed;

  private record Key(UUID executionId, long scheduledEventId) {}

  /// Offers an attempt to the workers of its activity; nothing happens when it is here already.
  public void offer(Resource.Activity activity, TaskAttempt attempt) {
    put(
        activity,
        queue ->
            queue.putIfAbsent(new Key(attempt.executionId(), attempt.scheduledEventId()), attempt));
  }

  /// Gives back an attempt that was taken and that no worker got: it is the oldest again.
  public void giveBack(Resource.Activity activity, TaskAttempt attempt) {
    put(
        activity,
        queue ->
            queue.putFirst(new Key(attempt.executionId(), attempt.scheduledEventId()), attempt));
  }

  private void put(Resource.Activity activity, Consumer<SequencedMap<Key, TaskAttempt>> how) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      how.accept(waiting.computeIfAbsent(activity.arn(), _ -> new LinkedHashMap<>()));
      ArrayDeque<Condition> asking = workers.get(activity.arn());
      if (asking != null && !asking.isEmpty()) {
        asking.peek().signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Nobody waits for this attempt any more.
  public void remove(UUID executionId, long scheduledEventId) {
    lock.lock();
    try {
      Key key = new Key(executionId, scheduledEventId);
      waiting.values().removeIf(queue -> queue.remove(key) != null && queue.isEmpty());
    } finally {
      lock.unlock();
    }
  }

  /// Takes the oldest attempt, waiting for one. Workers that wait are served in the order they
  /// came.
  ///
  /// @return null when none came in time, or the engine stops
  /// @throws InterruptedException when interrupted
  public @Nullable TaskAttempt take(String activityArn, Duration most) throws InterruptedException {
    long nanos = most.toNanos();
    lock.lockInterruptibly();
    try {
      Condition mine = lock.newCondition();
      ArrayDeque<Condition> asking = workers.computeIfAbsent(activityArn, _ -> new ArrayDeque<>());
      asking.add(mine);
      try {
        while (!closed && (!mine.equals(asking.peek()) || isEmpty(activityArn))) {
          if (nanos <= 0) {
            return null;
          }
          nanos = mine.awaitNanos(nanos);
        }
        return closed ? null : poll(activityArn);
      } finally {
        leave(activityArn, asking, mine);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isEmpty(String activityArn) {
    return !waiting.containsKey(activityArn);
  }

  private @Nullable TaskAttempt poll(String activityArn) {
    LinkedHashMap<Key, TaskAttempt> queue = waiting.get(activityArn);
    if (queue == null) {
      return null;
    }
    TaskAttempt oldest = queue.pollFirstEntry().getValue();
    if (queue.isEmpty()) {
      waiting.remove(activityArn);
    }
    return oldest;
  }

  private void leave(String activityArn, ArrayDeque<Condition> asking, Condition mine) {
    asking.remove(mine);
    if (asking.isEmpty()) {
      workers.remove(activityArn, asking);
    } else if (!isEmpty(activityArn)) {
      asking.peek().signal();
    }
  }

  /// Workers that wait get nothing any more.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
      workers.values().forEach(asking -> asking.forEach(Condition::signal));
    } finally {
      lock.unlock();
    }
  }
}
