package io.millrace.testkit;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.journal.ExecutionWrite;
import io.millrace.engine.journal.StatusChange;
import io.millrace.engine.journal.StatusChanges;
import io.millrace.engine.journal.StatusInterest;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The status changes of a journal in memory. Safe for concurrent use.
final class InMemoryStatusChanges implements StatusChanges {
  /// What all handles of a journal share.
  static final class Noted {
    private final TreeMap<Long, Row> rows = new TreeMap<>();
    private long last;
  }

  private record Row(StatusChange change, long dueMillis) {}

  private final Noted noted;
  private StatusInterest interest = StatusInterest.NONE;
  private Runnable onNoted = () -> {};

  InMemoryStatusChanges(Noted noted) {
    this.noted = noted;
  }

  @Override
  public void note(StatusInterest wanted, Runnable told) {
    synchronized (noted) {
      interest = wanted;
      onNoted = told;
    }
  }

  /// These have been stored, each for the first time.
  void committed(List<ExecutionWrite> writes) {
    synchronized (noted) {
      long before = noted.last;
      for (ExecutionWrite write : writes) {
        interest.among(write).forEach(eventId -> add(write.header(), eventId));
      }
      if (noted.last > before) tell();
    }
  }

  private void tell() {
    try {
      onNoted.run();
    } catch (RuntimeException _) {
      // The commit has succeeded, whoever hears of it.
    }
  }

  private void add(ExecutionHeader header, long eventId) {
    long id = ++noted.last;
    noted.rows.put(id, new Row(new StatusChange(id, header, eventId, null, 0), 0));
  }

  @Override
  public List<StatusChange> due(long nowMillis, int limit) {
    synchronized (noted) {
      return noted.rows.values().stream()
          .filter(row -> row.dueMillis() <= nowMillis)
          .sorted(Comparator.comparingLong(Row::dueMillis))
          .limit(limit)
          .map(Row::change)
          .toList();
    }
  }

  @Override
  public void forget(Collection<Long> ids) {
    synchronized (noted) {
      ids.forEach(noted.rows::remove);
    }
  }

  @Override
  public void postpone(long id, @Nullable List<String> targetsLeft, int attempts, long dueMillis) {
    synchronized (noted) {
      @Nullable Row row = noted.rows.get(id);
      if (row == null) return;
      StatusChange change = row.change();
      noted.rows.put(
          id,
          new Row(
              new StatusChange(id, change.header(), change.eventId(), targetsLeft, attempts),
              dueMillis));
    }
  }
}
