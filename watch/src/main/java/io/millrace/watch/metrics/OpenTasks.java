package io.millrace.watch.metrics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The Task states that executions are in, found by the event they continue: so an event that names
/// neither its state nor its resource (`LambdaFunctionSucceeded`) can be counted for both.
///
/// Different executions may be worked on concurrently, one only by one thread at a time. Of
/// executions beyond [#EXECUTIONS_MAX] at the same time nothing is kept.
final class OpenTasks {
  static final int EXECUTIONS_MAX = 100_000;

  private final Map<UUID, Map<Long, OpenTask>> byExecution = new ConcurrentHashMap<>();

  /// A Task state was entered. Returns null when there is no room for it.
  @Nullable OpenTask open(UUID execution, String stateName, long eventId) {
    Map<Long, OpenTask> tasks = byExecution.get(execution);
    if (tasks == null) {
      if (byExecution.size() >= EXECUTIONS_MAX) {
        return null;
      }
      tasks = new HashMap<>(2);
      byExecution.put(execution, tasks);
    }
    OpenTask task = new OpenTask(stateName, eventId);
    tasks.put(eventId, task);
    return task;
  }

  /// The task that an event continues, which has this id and follows that one; null when it was not
  /// heard of.
  @Nullable OpenTask follow(UUID execution, long previousEventId, long eventId) {
    Map<Long, OpenTask> tasks = byExecution.get(execution);
    if (tasks == null) {
      return null;
    }
    OpenTask task = tasks.remove(previousEventId);
    if (task == null) {
      task = adopted(tasks, previousEventId);
    }
    if (task != null) {
      task.lastEventId = eventId;
      tasks.put(eventId, task);
    }
    return task;
  }

  /// After a restart an attempt is known by its scheduling only; events between that and now were
  /// not heard. Then the one that was scheduled last before the event is meant.
  private static @Nullable OpenTask adopted(Map<Long, OpenTask> tasks, long previousEventId) {
    OpenTask best = null;
    for (OpenTask task : tasks.values()) {
      boolean unheard =
          task.scheduledMillis == OpenTask.UNKNOWN
              && task.scheduledEventId > 0
              && task.lastEventId == task.scheduledEventId;
      if (unheard
          && task.lastEventId < previousEventId
          && (best == null || task.lastEventId > best.lastEventId)) {
        best = task;
      }
    }
    if (best != null) {
      tasks.remove(best.lastEventId);
    }
    return best;
  }

  /// The task with this attempt, which was not heard of when a restart came between; null when
  /// there is no room for it.
  @Nullable OpenTask dispatched(
      UUID execution, long scheduledEventId, String stateName, String resource) {
    Map<Long, OpenTask> tasks = byExecution.get(execution);
    if (tasks != null) {
      OpenTask known = tasks.get(scheduledEventId);
      if (known != null) {
        return known;
      }
      for (OpenTask task : tasks.values()) {
        if (task.scheduledEventId == scheduledEventId) {
          return task;
        }
      }
    }
    OpenTask task = open(execution, stateName, scheduledEventId);
    if (task != null) {
      task.scheduledEventId = scheduledEventId;
      task.resource = resource;
    }
    return task;
  }

  /// The state was left.
  @Nullable OpenTask close(UUID execution, long previousEventId) {
    Map<Long, OpenTask> tasks = byExecution.get(execution);
    if (tasks == null) {
      return null;
    }
    OpenTask task = tasks.remove(previousEventId);
    if (tasks.isEmpty()) {
      byExecution.remove(execution);
    }
    return task;
  }

  /// The execution has ended; returns what was still open.
  Collection<OpenTask> end(UUID execution) {
    Map<Long, OpenTask> tasks = byExecution.remove(execution);
    return tasks == null ? List.of() : new ArrayList<>(tasks.values());
  }

  /// Executions with a Task state that is heard of.
  int executions() {
    return byExecution.size();
  }
}
