package io.millrace.testkit;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.execution.Redrives;
import io.millrace.engine.history.EventCodec;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.journal.ExecutionReads;
import io.millrace.engine.journal.ExecutionWrite;
import io.millrace.engine.journal.FencedException;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalUnavailableException;
import io.millrace.engine.journal.StatusChanges;
import io.millrace.engine.map.MapRunRow;
import io.millrace.engine.map.MapRunStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A journal in memory that keeps the contract, events in their stored form, and fails when told
/// to. [#takeOver] gives the handle of the process that comes next and fences this one. Safe for
/// concurrent use.
public final class InMemoryJournal implements Journal, ExecutionReads {
  /// What a commit does besides storing; see [#disturb].
  public enum Disturbance {
    /// Nothing.
    NONE,
    /// It is not stored, and reported as unavailable.
    REFUSED,
    /// It is stored, and reported as unavailable: its outcome is unknown.
    ANSWER_LOST,
    /// It is stored, then this handle is fenced before it answers, as when the process is killed.
    KILLED_AFTER,
    /// It is not stored, and ends in an [OutOfMemoryError].
    OUT_OF_MEMORY
  }

  /// Decides, given the number of this commit (from 1), what happens to it.
  @FunctionalInterface
  public interface Disturber {
    Disturbance at(int commit);
  }

  private final Contents contents;
  private final int epoch;
  private final MapRunStore mapRuns;
  private final InMemoryStatusChanges statusChanges;
  private Disturber disturber = _ -> Disturbance.NONE;
  private int commits;
  private Consumer<FencedException> fenced = _ -> {};

  public InMemoryJournal() {
    this(new Contents());
  }

  private InMemoryJournal(Contents contents) {
    this.contents = contents;
    synchronized (contents) {
      this.epoch = ++contents.epoch;
    }
    this.mapRuns = new InMemoryMapRuns(contents::children, contents.mapRuns, this::checkOwnership);
    this.statusChanges = new InMemoryStatusChanges(contents.statusChanges);
  }

  /// The same contents for another process; this handle is fenced from now on.
  public InMemoryJournal takeOver() {
    return new InMemoryJournal(contents);
  }

  /// Notices that [#takeOver] was called, as a heartbeat would, and tells so.
  public void noticeFence() {
    fenced.accept(new FencedException("epoch " + epoch + " has ended"));
  }

  @Override
  public void whenFenced(Consumer<FencedException> told) {
    fenced = told;
  }

  /// Sets what happens to commits from now on.
  public void disturb(Disturber with) {
    synchronized (contents) {
      disturber = with;
    }
  }

  /// How many commits this handle has been asked for.
  public int commits() {
    synchronized (contents) {
      return commits;
    }
  }

  @Override
  public Set<UUID> commit(List<ExecutionWrite> writes) {
    synchronized (contents) {
      checkOwnership();
      Disturbance disturbance = disturber.at(++commits);
      if (disturbance == Disturbance.REFUSED) {
        throw new JournalUnavailableException("refused by the test", new IOException("refused"));
      }
      if (disturbance == Disturbance.OUT_OF_MEMORY) {
        throw new OutOfMemoryError("by the test");
      }
      List<ExecutionWrite> fresh = writes.stream().filter(contents::isFresh).toList();
      Set<UUID> taken = contents.store(writes);
      statusChanges.committed(
          fresh.stream().filter(write -> !taken.contains(write.header().id())).toList());
      if (disturbance == Disturbance.ANSWER_LOST) {
        throw new JournalUnavailableException("answer lost by the test", new IOException("lost"));
      }
      if (disturbance == Disturbance.KILLED_AFTER) {
        contents.epoch++;
        throw new FencedException("killed by the test after commit " + commits);
      }
      return taken;
    }
  }

  @Override
  public Optional<StoredExecution> load(UUID id) {
    synchronized (contents) {
      return Optional.ofNullable(contents.rows.get(id))
          .map(row -> new StoredExecution(row.header, row.events()));
    }
  }

  @Override
  public List<UUID> resumable(long wakeBeforeMillis, UUID after, int limit) {
    return select(
        row ->
            (row.inFlight || row.wakesBefore(wakeBeforeMillis))
                && Uuids.compare(row.header.id(), after) > 0,
        Comparator.comparing(row -> row.header.id(), Uuids::compare),
        limit);
  }

  @Override
  public List<UUID> waking(long fromMillis, long beforeMillis, int limit) {
    return select(
        row -> row.wakesBefore(beforeMillis) && !row.wakesBefore(fromMillis),
        Comparator.comparing(row -> Objects.requireNonNull(row.wakeMillis)),
        limit);
  }

  private List<UUID> select(Predicate<Row> wanted, Comparator<Row> order, int limit) {
    synchronized (contents) {
      return contents.rows.values().stream()
          .filter(row -> row.status == ExecutionStatus.RUNNING && wanted.test(row))
          .sorted(order)
          .limit(limit)
          .map(row -> row.header.id())
          .toList();
    }
  }

  @Override
  public Optional<Summary> find(String executionArn) {
    synchronized (contents) {
      return contents.rows.values().stream()
          .filter(row -> row.header.arn().equals(executionArn))
          .findAny()
          .map(Row::summary);
    }
  }

  @Override
  public List<Summary> list(
      String stateMachineArn, @Nullable ExecutionStatus status, @Nullable UUID after, int limit) {
    synchronized (contents) {
      return contents.rows.descendingMap().values().stream()
          .filter(row -> row.header.stateMachineArn().equals(stateMachineArn))
          .filter(row -> status == null || row.status == status)
          .filter(row -> after == null || Uuids.compare(row.header.id(), after) < 0)
          .limit(limit)
          .map(Row::summary)
          .toList();
    }
  }

  @Override
  public List<HistoryEvent> events(UUID id, long fromEventId, boolean reverse, int limit) {
    synchronized (contents) {
      Row row = contents.rows.get(id);
      List<HistoryEvent> all = row == null ? List.of() : row.events();
      Stream<HistoryEvent> wanted =
          reverse
              ? all.reversed().stream().filter(e -> e.id() <= fromEventId)
              : all.stream().filter(e -> e.id() >= fromEventId);
      return wanted.limit(limit).toList();
    }
  }

  @Override
  public MapRunStore mapRuns() {
    return mapRuns;
  }

  @Override
  public StatusChanges statusChanges() {
    return statusChanges;
  }

  private void checkOwnership() {
    synchronized (contents) {
      if (epoch != contents.epoch) {
        throw new FencedException("epoch " + epoch + " has ended, " + contents.epoch + " is on");
      }
    }
  }

  /// What all handles share.
  private static final class Contents {
    final TreeMap<UUID, Row> rows = new TreeMap<>(Uuids::compare);
    final Map<UUID, MapRunRow> mapRuns = new HashMap<>();
    final Map<String, UUID> names = new HashMap<>();
    final InMemoryStatusChanges.Noted statusChanges = new InMemoryStatusChanges.Noted();
    int epoch;

    /// Whether it is no repetition of what is stored.
    boolean isFresh(ExecutionWrite write) {
      Row row = rows.get(write.header().id());
      return row == null || row.lastEventId != write.lastEventId();
    }

    Set<UUID> store(List<ExecutionWrite> writes) {
      writes.forEach(this::check);
      Set<UUID> taken = new HashSet<>();
      for (ExecutionWrite write : writes) {
        UUID id = write.header().id();
        String name = write.header().stateMachineArn() + "\n" + write.header().name();
        if (write.isNew() && !names.computeIfAbsent(name, _ -> id).equals(id)) {
          taken.add(id);
        } else {
          rows.computeIfAbsent(id, _ -> new Row(write.header())).append(write);
        }
      }
      return taken;
    }

    private List<MapRunStore.Child> children(UUID mapRun) {
      synchronized (this) {
        return rows.values().stream()
            .filter(row -> row.header.child() != null && row.header.child().mapRun().equals(mapRun))
            .map(Row::child)
            .toList();
      }
    }

    private void check(ExecutionWrite write) {
      Row row = rows.get(write.header().id());
      long last = row == null ? 0 : row.lastEventId;
      boolean continues = write.firstEventId() == last + 1 && (write.isNew() || row != null);
      boolean repeats = row != null && write.lastEventId() == last;
      if (!continues && !repeats) {
        throw new IllegalStateException(
            "events from %d to %d of %s do not continue the stored ones, which end at %d"
                .formatted(write.firstEventId(), write.lastEventId(), write.header().arn(), last));
      }
    }
  }

  private static final class Row {
    final ExecutionHeader header;
    final List<byte[]> commits = new ArrayList<>();
    ExecutionStatus status = ExecutionStatus.RUNNING;
    @Nullable Long stopMillis;
    @Nullable Long wakeMillis;
    boolean inFlight;
    long lastEventId;
    Redrives redrives = Redrives.NONE;

    Row(ExecutionHeader header) {
      this.header = header;
    }

    void append(ExecutionWrite write) {
      if (write.lastEventId() == lastEventId) {
        return; // repeated
      }
      commits.add(EventCodec.encode(write.events()));
      status = write.status();
      stopMillis = write.stopMillis();
      wakeMillis = write.wakeMillis();
      inFlight = write.inFlight();
      lastEventId = write.lastEventId();
      Redrives redriven = write.redriven();
      redrives = redriven == null ? redrives : redriven;
    }

    boolean wakesBefore(long millis) {
      Long wake = wakeMillis;
      return wake != null && wake < millis;
    }

    List<HistoryEvent> events() {
      return commits.stream().flatMap(stored -> EventCodec.decode(stored).stream()).toList();
    }

    MapRunStore.Child child() {
      List<HistoryEvent> all = events();
      return new MapRunStore.Child(
          new MapRunStore.ChildSummary(header, status, stopMillis, lastEventId, redrives),
          all.getFirst(),
          all.getLast());
    }

    Summary summary() {
      return new Summary(header, status, stopMillis, lastEventId, redrives);
    }
  }
}
