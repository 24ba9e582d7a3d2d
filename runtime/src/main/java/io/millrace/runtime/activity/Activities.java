package io.millrace.runtime.activity;

import io.millrace.asl.model.Resource;
import io.millrace.engine.decide.Command;
import io.millrace.engine.journal.JournalUnavailableException;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.runtime.Arns;
import io.millrace.runtime.Refusal;
import io.millrace.runtime.RefusedException;
import io.millrace.runtime.ResourceNames;
import io.millrace.runtime.shard.Reply;
import io.millrace.runtime.shard.Shards;
import io.millrace.runtime.task.ActivityQueues;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Everything a caller can ask of activities (developer guide, "Learn about Activities in Step
/// Functions"). All methods are safe for concurrent use; each throws [RefusedException] when it
/// refuses, with [Refusal.Unavailable] when the store cannot be reached.
public final class Activities {
  private final ActivityStore store;
  private final Shards shards;
  private final Arns arns;
  private final InstantSource clock;

  public Activities(ActivityStore store, Shards shards, Arns arns, InstantSource clock) {
    this.store = store;
    this.shards = shards;
    this.arns = arns;
    this.clock = clock;
  }

  /// A task for a worker.
  ///
  /// @param input JSON
  public record Work(String taskToken, String input) {}

  /// CreateActivity: idempotent (recorded: api_activities/test_create_describe_delete_activity).
  public Activity create(String name) {
    ResourceNames.checked(name);
    return available(() -> store.create(new Activity(arns.activity(name), name, clock.millis())));
  }

  /// DescribeActivity.
  public Activity describe(String arn) {
    return available(
        () -> {
          Arns.checkActivity(arn);
          return store
              .find(arn)
              .orElseThrow(() -> new RefusedException(new Refusal.ActivityDoesNotExist(arn)));
        });
  }

  /// DeleteActivity; also of one that is not there (recorded: as [#create]).
  public void delete(String arn) {
    available(
        () -> {
          Arns.checkActivity(arn);
          store.delete(arn);
          return arn;
        });
  }

  /// ListActivities: by name, following the one named `afterName` when given.
  public List<Activity> list(@Nullable String afterName, int limit) {
    return available(() -> store.list(afterName, limit));
  }

  /// GetActivityTask: the oldest task that no worker has taken, waiting for one up to 60 s. That
  /// the worker has it is durable on return.
  ///
  /// @return null when there is none
  public @Nullable Work take(String arn, @Nullable String workerName) {
    describe(arn);
    long end = System.nanoTime() + ActivityQueues.POLL.toNanos();
    try {
      while (true) {
        Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        TaskAttempt attempt = shards.activities().take(arn, left);
        if (attempt == null) {
          return null;
        }
        if (beginOrGiveBack(attempt, workerName)) {
          return new Work(Objects.requireNonNull(attempt.taskToken()), attempt.parameters().text());
        } // else it timed out or was stopped: the next one
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /// Nobody knows this attempt's token yet, so one whose beginning is not confirmed is another
  /// worker's. Should it have been begun all the same, it is begun once, and that worker has it.
  private boolean beginOrGiveBack(TaskAttempt attempt, @Nullable String workerName) {
    boolean isAnswered = false;
    try {
      boolean begun = begin(attempt, workerName);
      isAnswered = true;
      return begun;
    } finally {
      if (!isAnswered && attempt.resource() instanceof Resource.Activity activity) {
        shards.activities().giveBack(activity, attempt);
      }
    }
  }

  private boolean begin(TaskAttempt attempt, @Nullable String workerName) {
    Command started =
        new Command.TaskStarted(attempt.scheduledEventId(), clock.millis(), workerName);
    return available(() -> shards.command(attempt.executionId(), started)) instanceof Reply.Done;
  }

  private static <T> T available(Supplier<T> work) {
    try {
      return work.get();
    } catch (JournalUnavailableException e) {
      throw new RefusedException(
          new Refusal.Unavailable("The store cannot be reached: " + e.getMessage()));
    }
  }
}
