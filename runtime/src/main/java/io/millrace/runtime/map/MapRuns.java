package io.millrace.runtime.map;

import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.engine.decide.Command;
import io.millrace.engine.execution.ChildOf;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.map.MapRunPlan;
import io.millrace.engine.map.MapRunRow;
import io.millrace.engine.map.MapRunSettings;
import io.millrace.engine.map.MapRunStore;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All Map Runs that are at work, each on a virtual thread of its own. Safe for concurrent use; no
/// method but [#update] blocks.
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
    if (closed) {
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

  /// UpdateMapRun.
  public void update(UUID id, MapRunSettings settings) {
    parts.store().change(id, settings);
    MapRunner runner = running.get(id);
    if (runner != null) {
      runner.tell(new MapRunNews.Changed(settings));
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
          retrying.answered(() -> endOf(id)).ifPresent(status -> stopChildren(id, status));
        }
        after = page.getLast();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("Looking for Map Runs that a crash left failed");
    }
  }

  /// How the Map Run ended, by its parent's history; empty while it runs.
  private Optional<MapRunRow.Status> endOf(UUID id) {
    return parts.store().find(id).flatMap(row -> endOf(row, parts.journal()));
  }

  /// How the Map Run ended, by its parent's history; empty while it runs.
  public static Optional<MapRunRow.Status> endOf(MapRunRow row, Journal journal) {
    var parent = journal.load(row.parent());
    if (parent.isEmpty()) {
      return Optional.empty();
    }
    MapRunRow.Status status = null;
    for (HistoryEvent event : parent.get().events()) {
      boolean follows = event.previousEventId() == row.startedEventId();
      switch (event.type()) {
        case MapRunSucceeded -> status = follows ? MapRunRow.Status.SUCCEEDED : status;
        case MapRunFailed -> status = follows ? MapRunRow.Status.FAILED : status;
        case MapRunAborted -> status = follows ? MapRunRow.Status.ABORTED : status;
        case ExecutionSucceeded, ExecutionFailed, ExecutionAborted, ExecutionTimedOut ->
            status = status == null ? MapRunRow.Status.ABORTED : status;
        default -> {
          // Says nothing about it.
        }
      }
    }
    return Optional.ofNullable(status);
  }

  private void stopChildren(UUID id, MapRunRow.Status status) {
    Retrying retrying = new Retrying(() -> closed);
    try {
      int before = Integer.MAX_VALUE;
      while (true) {
        int from = before;
        var page =
            retrying.answered(() -> parts.store().list(id, ExecutionStatus.RUNNING, from, PAGE));
        if (page.isEmpty()) {
          break;
        }
        for (MapRunStore.ChildSummary child : page) {
          CompletableFuture<?> stopped =
              parts.host().command(child.header().id(), new Command.Stop(null, null));
          stopped.join();
        }
        before = Objects.requireNonNull(page.getLast().header().child()).index();
      }
      long now = parts.clock().millis();
      retrying.answered(
          () -> {
            parts.store().end(id, status, now, false);
            return true;
          });
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
