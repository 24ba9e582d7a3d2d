package io.millrace.runtime.map;

import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.engine.execution.ChildOf;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.journal.FencedException;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalUnavailableException;
import io.millrace.engine.map.MapRunPlan;
import io.millrace.engine.map.MapRunRow;
import io.millrace.engine.map.MapRunSettings;
import io.millrace.engine.map.MapRunStore;
import io.millrace.runtime.Arns;
import io.millrace.runtime.Refusal;
import io.millrace.runtime.RefusedException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All Map Runs that are at work, each on a virtual thread of its own. Safe for concurrent use; no
/// command blocks; what the API asks does.
public final class MapRuns implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MapRuns.class);
  private static final UUID LOWEST = new UUID(0, 0);
  private static final int PAGE = 100;

  private final Parts parts;
  private final Map<UUID, MapRunner> running = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /// What Map Runs share.
  ///
  /// @param definitions of machines, by revision
  /// @param payloadBytesMax of an execution's input, and of the results that a state may hand on
  public record Parts(
      Journal journal,
      Function<UUID, StateMachineDefinition> definitions,
      ObjectStore objects,
      InstantSource clock,
      int payloadBytesMax,
      MapRunHost host) {
    MapRunStore store() {
      return journal.mapRuns();
    }
  }

  public MapRuns(Parts parts) {
    this.parts = parts;
  }

  /// Runs this, unless it runs already. What an earlier process did of it is done.
  public void start(MapRunPlan plan) {
    if (closed || running.containsKey(plan.id())) {
      return;
    }
    MapRunner fresh = new MapRunner(plan, parts, () -> running.remove(plan.id()));
    if (running.putIfAbsent(plan.id(), fresh) == null) {
      fresh.start();
    }
  }

  /// Stops it and its children: its parent has ended, or waits for it no longer.
  public void cancel(UUID id) {
    MapRunner runner = running.get(id);
    if (runner != null) {
      runner.tell(new MapRunNews.Canceled());
    } else if (!closed) {
      var _ =
          Thread.ofVirtual()
              .name("stop map run " + id)
              .start(() -> stopChildren(id, MapRunRow.Status.ABORTED));
    }
  }

  /// A child has ended, durably.
  public void childEnded(ExecutionHeader header, ExecutionStatus status) {
    ChildOf child = Objects.requireNonNull(header.child());
    MapRunner runner = running.get(child.mapRun());
    if (runner != null) {
      runner.tell(new MapRunNews.ChildEnded(child.index(), status));
    }
  }

  /// A child cannot be decided any more, and will not end.
  public void childLost(ExecutionHeader header, RuntimeException reason) {
    ChildOf child = Objects.requireNonNull(header.child());
    MapRunner runner = running.get(child.mapRun());
    if (runner != null) {
      runner.tell(new MapRunNews.ChildLost(child.index(), String.valueOf(reason.getMessage())));
    }
  }

  /// UpdateMapRun: what is null stays.
  ///
  /// @throws RefusedException when there is no such Map Run, or it has ended
  public void update(
      String mapRunArn,
      @Nullable Integer concurrencyMax,
      @Nullable Long toleratedFailureCount,
      @Nullable Double toleratedFailurePercentage) {
    available(
        () -> {
          MapRunRow row = current(found(mapRunArn));
          if (row.status() != MapRunRow.Status.RUNNING) {
            throw new RefusedException(
                new Refusal.InvalidRequest(
                    "The Map Run is " + row.status() + " and cannot be updated"));
          }
          MapRunSettings old = row.settings();
          MapRunSettings settings =
              new MapRunSettings(
                  concurrencyMax == null ? old.concurrencyMax() : concurrencyMax,
                  toleratedFailureCount == null
                      ? old.toleratedFailureCount()
                      : toleratedFailureCount,
                  toleratedFailurePercentage == null
                      ? old.toleratedFailurePercentage()
                      : toleratedFailurePercentage);
          parts.store().change(row.id(), settings);
          MapRunner runner = running.get(row.id());
          if (runner != null) {
            runner.tell(new MapRunNews.Changed(settings));
          }
          return true;
        });
  }

  /// DescribeMapRun.
  ///
  /// @throws RefusedException when there is no such Map Run
  public MapRunDescription describe(String mapRunArn) {
    return available(
        () -> {
          MapRunRow row = current(found(mapRunArn));
          return new MapRunDescription(row, parts.store().progress(row.id()));
        });
  }

  /// ListMapRuns: latest start first, at most `limit`, following the one with the id `after` when
  /// given.
  public List<MapRunRow> ofExecution(UUID execution, @Nullable UUID after, int limit) {
    return available(
        () ->
            parts.store().ofExecution(execution, after, limit).stream()
                .map(this::current)
                .toList());
  }

  /// ListExecutions of a Map Run: the last child first, those with an index below `beforeIndex`, at
  /// most `limit`.
  ///
  /// @throws RefusedException when there is no such Map Run
  public List<MapRunStore.ChildSummary> children(
      String mapRunArn, @Nullable ExecutionStatus status, int beforeIndex, int limit) {
    return available(() -> parts.store().list(found(mapRunArn).id(), status, beforeIndex, limit));
  }

  private MapRunRow found(String mapRunArn) {
    return parts
        .store()
        .find(Arns.mapRunId(mapRunArn))
        .filter(row -> row.arn().equals(mapRunArn))
        .orElseThrow(() -> new RefusedException(new Refusal.ResourceNotFound(mapRunArn)));
  }

  /// The row, with the end that its parent's history tells where the row does not know it yet.
  private MapRunRow current(MapRunRow row) {
    if (row.status() != MapRunRow.Status.RUNNING || running.containsKey(row.id())) {
      return row;
    }
    return endOf(row).map(end -> row.ended(end.status(), end.atMillis())).orElse(row);
  }

  private static <T> T available(Supplier<T> work) {
    try {
      return work.get();
    } catch (JournalUnavailableException | FencedException e) {
      throw new RefusedException(
          new Refusal.Unavailable("The store cannot be reached: " + e.getMessage()));
    }
  }

  /// Finishes, in the background, what a crash left between the end of a Map Run's parent and the
  /// end of its children. Map Runs whose parents wait for them are started by those.
  public void recover() {
    var _ = Thread.ofVirtual().name("recover map runs").start(this::finishOrphans);
  }

  private void finishOrphans() {
    Retrying retrying = new Retrying(() -> closed);
    try {
      UUID after = LOWEST;
      while (true) {
        UUID from = after;
        var page = retrying.answered(() -> parts.store().running(from, PAGE));
        if (page.isEmpty()) {
          return;
        }
        for (UUID id : page) {
          retrying
              .answered(() -> parts.store().find(id).flatMap(this::endOf))
              .ifPresent(end -> stopChildren(id, end.status()));
        }
        after = page.getLast();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("Looking for Map Runs that a crash left failed");
    }
  }

  /// How and when a Map Run ended.
  private record End(MapRunRow.Status status, long atMillis) {}

  /// How the Map Run ended, by its parent's history; empty while it runs.
  private Optional<End> endOf(MapRunRow row) {
    var parent = parts.journal().load(row.parent());
    if (parent.isEmpty()) {
      return Optional.empty();
    }
    for (HistoryEvent event : parent.get().events()) {
      MapRunRow.Status status = statusBy(event, row.startedEventId());
      if (status != null) {
        return Optional.of(new End(status, event.timestampMillis()));
      }
    }
    return Optional.empty();
  }

  private static MapRunRow.@Nullable Status statusBy(HistoryEvent event, long startedEventId) {
    boolean follows = event.previousEventId() == startedEventId;
    return switch (event.type()) {
      case MapRunSucceeded -> follows ? MapRunRow.Status.SUCCEEDED : null;
      case MapRunFailed -> follows ? MapRunRow.Status.FAILED : null;
      case MapRunAborted -> follows ? MapRunRow.Status.ABORTED : null;
      case ExecutionSucceeded, ExecutionFailed, ExecutionAborted, ExecutionTimedOut ->
          MapRunRow.Status.ABORTED;
      default -> null;
    };
  }

  private void stopChildren(UUID id, MapRunRow.Status status) {
    try {
      ChildrenStopped.of(parts, new Retrying(() -> closed), id, status);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("mapRun", id)
          .setCause(e)
          .log("The children of a Map Run could not be stopped; a restart stops them");
    }
  }

  /// Interrupts all; the next start goes on with them.
  @Override
  public void close() {
    closed = true;
    running.values().forEach(MapRunner::interrupt);
  }
}
