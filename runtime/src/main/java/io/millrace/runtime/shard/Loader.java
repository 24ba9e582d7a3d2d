package io.millrace.runtime.shard;

import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.engine.decide.Decider;
import io.millrace.engine.execution.ChildOf;
import io.millrace.engine.execution.Execution;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalUnavailableException;
import io.millrace.runtime.map.ChildDefinition;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings executions back to memory: reads and replays them on virtual threads, so many at a time,
/// and mails them to their shards.
final class Loader {
  private static final Logger LOG = LoggerFactory.getLogger(Loader.class);
  private static final long BACKOFF_LEAST_MILLIS = 20;
  private static final long BACKOFF_MOST_MILLIS = 2_000;

  private final Journal journal;
  private final Function<UUID, StateMachineDefinition> definitions;
  private final Decider decider;
  private final Semaphore permits;
  private volatile boolean stopped;

  /// @param definitions by revision
  Loader(
      Journal journal,
      Function<UUID, StateMachineDefinition> definitions,
      Decider decider,
      int most) {
    this.journal = journal;
    this.definitions = definitions;
    this.decider = decider;
    this.permits = new Semaphore(most);
  }

  /// Reads the execution and mails it. Returns at once.
  void load(UUID id, Shard to) {
    var _ = Thread.ofVirtual().name("load " + id).start(() -> to.post(read(id)));
  }

  /// Reads wait no longer.
  void stop() {
    stopped = true;
  }

  private Mail read(UUID id) {
    permits.acquireUninterruptibly();
    try {
      Optional<Journal.StoredExecution> stored = readUntilAnswered(id);
      return new Mail.Loaded(id, stored.map(this::replay).orElse(null));
    } catch (Throwable e) { // also an Error ends this one only
      LOG.atError()
          .addKeyValue("executionId", id)
          .setCause(e)
          .log("An execution cannot be brought back; it stands still until a restart");
      return new Mail.NotLoaded(
          id, e instanceof RuntimeException r ? r : new IllegalStateException(e));
    } finally {
      permits.release();
    }
  }

  private Execution replay(Journal.StoredExecution stored) {
    StateMachineDefinition machine = definitions.apply(stored.header().machineRevision());
    ChildOf child = stored.header().child();
    return decider.replay(
        stored.header(),
        child == null ? machine : ChildDefinition.of(machine, child.mapState()),
        stored.events());
  }

  private Optional<Journal.StoredExecution> readUntilAnswered(UUID id) {
    long backoff = BACKOFF_LEAST_MILLIS;
    while (true) {
      try {
        return journal.load(id);
      } catch (JournalUnavailableException e) {
        if (stopped) {
          throw e;
        }
        try {
          Thread.sleep(backoff);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw e;
        }
        backoff = Math.min(backoff * 2, BACKOFF_MOST_MILLIS);
      }
    }
  }
}
