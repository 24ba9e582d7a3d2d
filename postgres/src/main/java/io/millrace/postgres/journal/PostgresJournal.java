package io.millrace.postgres.journal;

import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.journal.ExecutionReads;
import io.millrace.engine.journal.ExecutionWrite;
import io.millrace.engine.journal.FencedException;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalUnavailableException;
import io.millrace.engine.journal.StatusChanges;
import io.millrace.engine.map.MapRunStore;
import io.millrace.postgres.Connections;
import io.millrace.postgres.Failures;
import io.millrace.postgres.PostgresConfig;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The journal on PostgreSQL. A commit is one statement on one connection that also holds the
/// ownership of the work; reads take connections of a pool.
public final class PostgresJournal implements Journal, ExecutionReads, AutoCloseable {
  /// `admin_shutdown`: somebody ended the session, perhaps the next owner.
  private static final String SESSION_ENDED_BY_SOMEBODY = "57P01";

  private final CommitSession session;
  private final ExecutionQueries queries;
  private final MapRunQueries mapRuns;
  private final StatusChangeQueries statusChanges;
  private final AtomicReference<JournalStatistics> statistics =
      new AtomicReference<>(new JournalStatistics(0, 0, 0, 0, 0));

  private PostgresJournal(CommitSession session, ExecutionQueries queries) {
    this.session = session;
    this.queries = queries;
    this.mapRuns = new MapRunQueries(queries, session.epoch());
    this.statusChanges = new StatusChangeQueries(queries);
  }

  /// Becomes the owner of the work; blocks while another process rightfully is.
  ///
  /// @throws JournalUnavailableException when the database cannot be reached
  public static PostgresJournal open(
      PostgresConfig config, Connections connections, DataSource reads) {
    HeaderKeys keys = new HeaderKeys();
    return new PostgresJournal(
        CommitSession.open(config, connections, keys), new ExecutionQueries(reads, keys));
  }

  @Override
  public Set<UUID> commit(List<ExecutionWrite> writes) {
    try {
      StatusNotes notes = statusChanges.notesOf(writes);
      CommitStatements.Result result = session.statements().run(writes, notes);
      count(writes, result);
      statusChanges.committed(notes);
      return result.taken();
    } catch (SQLException e) {
      if (BrokenHistory.SQL_STATE.equals(e.getSQLState())) {
        throw BrokenHistory.of(writes, e);
      }
      session.disconnect();
      if (SESSION_ENDED_BY_SOMEBODY.equals(e.getSQLState())) {
        session.checkOwnership();
      }
      throw Failures.of(
          "PostgreSQL did not confirm a commit of " + writes.size() + " executions", e);
    } catch (FencedException e) {
      session.disconnect();
      throw e;
    }
  }

  private void count(List<ExecutionWrite> writes, CommitStatements.Result result) {
    JournalStatistics before = statistics.get();
    long events = 0;
    for (ExecutionWrite write : writes) {
      events += write.events().size();
    }
    statistics.set(
        new JournalStatistics(
            before.commits() + 1,
            before.writes() + writes.size(),
            before.events() + events,
            before.eventBytes() + result.eventBytes(),
            before.statements() + 1));
  }

  /// What was done since the journal was opened.
  public JournalStatistics statistics() {
    return statistics.get();
  }

  /// The heartbeat finds out; an embedded server has none.
  @Override
  public void whenFenced(Consumer<FencedException> told) {
    session.whenFenced(told);
  }

  @Override
  public Optional<StoredExecution> load(UUID id) {
    return queries.load(id);
  }

  @Override
  public List<UUID> resumable(long wakeBeforeMillis, UUID after, int limit) {
    return queries.resumable(wakeBeforeMillis, after, limit);
  }

  @Override
  public List<UUID> waking(long fromMillis, long beforeMillis, int limit) {
    return queries.waking(fromMillis, beforeMillis, limit);
  }

  @Override
  public StatusChanges statusChanges() {
    return statusChanges;
  }

  @Override
  public MapRunStore mapRuns() {
    return mapRuns;
  }

  @Override
  public Optional<Summary> find(String executionArn) {
    return queries.find(executionArn);
  }

  @Override
  public List<Summary> list(
      String stateMachineArn, @Nullable ExecutionStatus status, @Nullable UUID after, int limit) {
    return queries.list(stateMachineArn, status, after, limit);
  }

  @Override
  public List<HistoryEvent> events(UUID id, long fromEventId, boolean reverse, int limit) {
    return queries.events(id, fromEventId, reverse, limit);
  }

  /// Gives up the ownership. To be called when nothing commits any more.
  @Override
  public void close() {
    session.close();
  }
}
