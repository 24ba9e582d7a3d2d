package io.millrace.runtime.map;

import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.engine.execution.ChildOf;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.execution.Redrivability;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.journal.ExecutionReads;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

  /// Those that are being ended without a runner. Guarded by `redrives`, as are changes of
  /// `running`.
  private final Set<UUID> stopping = new HashSet<>();

  /// What begins as soon as its Map Run has ended.
  private final Map<UUID, MapRunPlan> redrives = new HashMap<>();

  private volatile boolean closed;

  /// What Map Runs share.
  ///
  /// @param definitions of machines, by revision
  /// @param payloadBytesMax of an execution's input, and of the results that a state may hand on
  /// @param historyEventsMax of an execution
  public record Parts(
      Journal journal,
      Function<UUID, StateMachineDefinition> definitions,
      ObjectStore objects,
      InstantSource clock,
      int payloadBytesMax,
      long historyEventsMax,
      MapRunHost host) {
    MapRunStore store() {
      return journal.mapRuns();
    }

    /// What can be redriven now.
    Redrivability.Bounds redrivable() {
      return Redrivability.bounds(historyEventsMax, clock.millis());
    }
  }

  public MapRuns(Parts parts) {
    this.parts = parts;
  }

  /// Runs this, unless it runs already. What an earlier process did of it is done. A Map Run that
  /// is redriven while it still ends begins again after that (developer guide, "Redriving Map
  /// Runs").
  public void start(MapRunPlan plan) {
    synchronized (redrives) {
      MapRunner runner = running.get(plan.id());
      if (stopping.contains(plan.id())
          || (runner != null && runner.openedEventId() != plan.mapRun().openedEventId())) {
        redrives.put(plan.id(), plan);
      } else if (runner == null && !closed) {
        MapRunner fresh = new MapRunner(plan, parts, () -> over(plan.id()));
        running.put(plan.id(), fresh);
        fresh.start();
      }
    }
  }

  /// It has ended: begins what had to wait for that.
  private void over(UUID id) {
    synchronized (redrives) {
      running.remove(id);
      stopping.remove(id);
      MapRunPlan next = redrives.remove(id);
      if (next != null) {
        start(next);
      }
    }
  }

  /// Stops it and its children: its parent has ended, or waits for it no longer.
  public void cancel(UUID id) {
    synchronized (redrives) {
      redrives.remove(id);
      MapRunner runner = running.get(id);
      if (runner != null) {
        runner.tell(new MapRunNews.Canceled());
      } else if (!closed && stopping.add(id)) {
        var _ =
            Thread.ofVirtual()
                .name("stop map run " + id)
                .start(() -> stopChildren(id, MapRunRow.Status.ABORTED));
      }
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
          return new MapRunDescription(row, parts.store().progress(row.id(), parts.redrivable()));
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
  /// @param redriven only those that have been redriven, or have not; null for all
  /// @throws RefusedException when there is no such Map Run
  public List<MapRunStore.ChildSummary> children(
      String mapRunArn,
      @Nullable ExecutionStatus status,
      @Nullable Boolean redriven,
      int beforeIndex,
      int limit) {
    return available(
        () ->
            parts
                .store()
                .list(
                    found(mapRunArn).id(),
                    status,
                    redriven,
                    parts.redrivable(),
                    beforeIndex,
                    limit));
  }

  /// An execution as it is to be shown: a child that waits to be redriven is PENDING_REDRIVE, as in
  /// lists.
  public ExecutionReads.Summary shown(ExecutionReads.Summary execution) {
    ChildOf place = execution.header().child();
    if (place == null) {
      return execution;
    }
    var child =
        new MapRunStore.ChildSummary(
            execution.header(),
            execution.status(),
            execution.stopMillis(),
            execution.lastEventId(),
            execution.redrives());
    return available(() -> parts.store().find(place.mapRun()))
        .filter(row -> row.isPending(child, parts.redrivable()))
        .map(
            _ ->
                new ExecutionReads.Summary(
                    execution.header(),
                    ExecutionStatus.PENDING_REDRIVE,
                    execution.stopMillis(),
                    execution.lastEventId(),
                    execution.redrives()))
        .orElse(execution);
  }

  /// The Map Run that an execution is a child of, or empty when there is none.
  public Optional<MapRunRow> of(ExecutionHeader execution) {
    ChildOf place = execution.child();
    return place == null
        ? Optional.empty()
        : available(() -> parts.store().find(place.mapRun()).map(this::current));
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
          finishOrphan(id, retrying);
        }
        after = page.getLast();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("Looking for Map Runs that a crash left failed");
    }
  }

  private void finishOrphan(UUID id, Retrying retrying) throws InterruptedException {
    synchronized (redrives) {
      if (running.containsKey(id) || !stopping.add(id)) {
        return;
      }
    }
    Optional<End> end = Optional.empty();
    try {
      end = retrying.answered(() -> parts.store().find(id).flatMap(this::endOf));
    } finally {
      if (end.isEmpty()) {
        over(id);
      }
    }
    end.ifPresent(known -> stopChildren(id, known.status()));
  }

  /// How and when a Map Run ended.
  private record End(MapRunRow.Status status, long atMillis) {}

  /// How the Map Run ended, by its parent's history; empty while it runs.
  private Optional<End> endOf(MapRunRow row) {
    var parent = parts.journal().load(row.parent());
    if (parent.isEmpty()) {
      return Optional.empty();
    }
    End end = null;
    long opened = row.startedEventId();
    for (HistoryEvent event : parent.get().events()) {
      if (event.details() instanceof EventDetails.MapRunRedriven redriven
          && redriven.mapRunArn().equals(row.arn())) {
        opened = event.id();
        end = null;
      } else if (end == null) {
        MapRunRow.Status status = statusBy(event, opened);
        end = status == null ? null : new End(status, event.timestampMillis());
      }
    }
    return Optional.ofNullable(end);
  }

  private static MapRunRow.@Nullable Status statusBy(HistoryEvent event, long openedEventId) {
    boolean follows = event.previousEventId() == openedEventId;
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
    } finally {
      over(id);
    }
  }

  /// Interrupts all; the next start goes on with them.
  @Override
  public void close() {
    closed = true;
    running.values().forEach(MapRunner::interrupt);
  }
}
