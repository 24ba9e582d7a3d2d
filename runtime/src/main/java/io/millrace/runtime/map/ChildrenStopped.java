package io.millrace.runtime.map;

import io.millrace.engine.decide.Command;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.map.MapRunRow;
import io.millrace.engine.map.MapRunStore;
import io.millrace.runtime.shard.Reply;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Ends a Map Run that nobody carries out: by the rows of its children.
final class ChildrenStopped {
  private static final int PAGE = 100;

  private ChildrenStopped() {}

  /// Stops the children that run and then notes the Map Run's end. It blocks until that is durable.
  ///
  /// @throws InterruptedException when the server stops; the end is not noted then, so that the
  ///   next start does it again
  /// @throws IllegalStateException when a child cannot be stopped; the others are, the end is not
  ///   noted
  static void of(MapRuns.Parts parts, Retrying retrying, UUID id, MapRunRow.Status status)
      throws InterruptedException {
    RuntimeException broken = null;
    int before = Integer.MAX_VALUE;
    while (true) {
      int from = before;
      List<MapRunStore.ChildSummary> page =
          retrying.answered(() -> parts.store().list(id, ExecutionStatus.RUNNING, from, PAGE));
      if (page.isEmpty()) {
        break;
      }
      for (MapRunStore.ChildSummary child : page) {
        RuntimeException reason = stop(parts, child.header().id());
        broken = broken == null ? reason : broken;
      }
      before = Objects.requireNonNull(page.getLast().header().child()).index();
    }
    if (broken != null) {
      throw new IllegalStateException("a child of the Map Run " + id + " does not stop", broken);
    }
    long now = parts.clock().millis();
    retrying.answered(
        () -> {
          parts.store().end(id, status, now, false);
          return true;
        });
  }

  /// Why it cannot be stopped, or null when it has ended.
  private static @Nullable RuntimeException stop(MapRuns.Parts parts, UUID child)
      throws InterruptedException {
    try {
      return switch (parts.host().command(child, new Command.Stop(null, null)).get()) {
        case Reply.Stopped _ -> throw new InterruptedException("the server stops");
        case Reply.Broken broken -> broken.reason();
        case Reply.Done _, Reply.NotOpen _, Reply.NoSuchExecution _, Reply.NameTaken _ -> null;
      };
    } catch (ExecutionException e) {
      throw new IllegalStateException("answers are values, never exceptions", e);
    }
  }
}
