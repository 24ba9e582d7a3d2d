package io.millrace.runtime.shard;

import io.millrace.engine.journal.ExecutionWrite;
import io.millrace.engine.journal.FencedException;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that makes decisions durable. While a commit is under way the next batch gathers
/// in the shards' buffers (law 5). A commit that fails because the store cannot be reached is
/// repeated, the same batch, until it succeeds.
final class Committer {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

  /// A larger batch saves nothing more and makes its first execution wait.
  private static final int BATCH_MOST = 1_000;

  private static final long BATCH_BYTES_MOST = 8L << 20;
  private static final long BACKOFF_LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long BACKOFF_MOST_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Journal journal;
  private final Consumer<Throwable> onHalted;
  private final Thread thread;
  private List<Shard> shards = List.of();
  private volatile boolean sleeping;
  private volatile boolean stopping;
  private volatile @Nullable Trouble trouble;

  /// Why nothing gets durable, and since when ([System#nanoTime]).
  record Trouble(JournalUnavailableException reason, long sinceNanos) {}

  /// @param onHalted told why this thread has ended without having been stopped
  Committer(Journal journal, Consumer<Throwable> onHalted) {
    this.journal = journal;
    this.onHalted = onHalted;
    this.thread = Thread.ofPlatform().daemon().name("millrace-committer").unstarted(this::loop);
  }

  void start(List<Shard> all) {
    shards = List.copyOf(all);
    thread.start();
  }

  /// Something has gathered. Called after it was added.
  void signal() {
    if (sleeping) {
      LockSupport.unpark(thread);
    }
  }

  /// Why nothing gets durable at the moment, or null.
  @Nullable Trouble trouble() {
    return trouble;
  }

  /// Stops without committing what has gathered.
  void stop() {
    stopping = true;
    LockSupport.unpark(thread);
  }

  void join(long millis) throws InterruptedException {
    thread.join(millis);
  }

  private void loop() {
    try {
      while (!stopping) {
        if (!round()) {
          sleep();
        }
      }
    } catch (StoppedException e) {
      LOG.warn("Stopped with decisions that are not stored; they are made again at the next start");
    } catch (Throwable e) { // without this thread nothing is stored: somebody must know
      onHalted.accept(e);
    }
  }

  /// Commits what has gathered; false when nothing has.
  private boolean round() {
    List<List<PendingCommit>> parts = new ArrayList<>(shards.size());
    List<PendingCommit> batch = new ArrayList<>();
    int each = Math.max(1, BATCH_MOST / shards.size());
    for (Shard shard : shards) {
      List<PendingCommit> part =
          shard.buffer().take(each, Math.max(1, BATCH_BYTES_MOST / shards.size()));
      parts.add(part);
      batch.addAll(part);
    }
    if (batch.isEmpty()) {
      return false;
    }
    List<PendingCommit> storable = new ArrayList<>(batch.size());
    for (PendingCommit pending : batch) {
      if (!pending.followUnstored()) {
        storable.add(pending);
      }
    }
    if (!storable.isEmpty()) {
      commit(storable);
    }
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).isEmpty()) {
        shards.get(i).post(new Mail.Committed(parts.get(i)));
      }
    }
    return true;
  }

  private void sleep() {
    sleeping = true;
    boolean empty = true;
    for (Shard shard : shards) {
      empty &= shard.buffer().size() == 0;
    }
    if (empty && !stopping) {
      LockSupport.park(this);
    }
    sleeping = false;
  }

  private void commit(List<PendingCommit> batch) {
    List<ExecutionWrite> writes = new ArrayList<>(batch.size());
    for (PendingCommit pending : batch) {
      writes.add(pending.write());
    }
    try {
      Set<UUID> taken = commitUntilDurable(writes);
      if (!taken.isEmpty()) {
        for (PendingCommit pending : batch) {
          if (taken.contains(pending.slot.id)) {
            pending.nameTaken();
          }
        }
      }
    } catch (FencedException | StoppedException e) {
      throw e;
    } catch (RuntimeException e) {
      isolate(batch, e);
    }
  }

  /// One of these cannot be stored: the others must not suffer.
  private void isolate(List<PendingCommit> batch, RuntimeException reason) {
    if (batch.size() == 1) {
      PendingCommit only = batch.getFirst();
      LOG.atError()
          .addKeyValue("executionArn", only.write().header().arn())
          .setCause(reason)
          .log("A decision cannot be stored; the execution stays as it was before it");
      only.cannotBeStored(reason);
      return;
    }
    commit(batch.subList(0, batch.size() / 2));
    commit(batch.subList(batch.size() / 2, batch.size()));
  }

  private Set<UUID> commitUntilDurable(List<ExecutionWrite> writes) {
    long backoff = BACKOFF_LEAST_NANOS;
    while (true) {
      try {
        Set<UUID> taken = journal.commit(writes);
        if (trouble != null) {
          trouble = null;
          LOG.info("The journal answers again; everything that waited is being stored");
        }
        return taken;
      } catch (JournalUnavailableException e) {
        if (trouble == null) {
          LOG.atWarn()
              .setCause(e)
              .log("The journal cannot be reached; what is decided waits and is tried again");
        }
        Trouble before = trouble;
        trouble = new Trouble(e, before == null ? System.nanoTime() : before.sinceNanos());
        if (stopping) {
          throw new StoppedException();
        }
        LockSupport.parkNanos(this, backoff);
        backoff = Math.min(backoff * 2, BACKOFF_MOST_NANOS);
      }
    }
  }

  /// The server stops before the journal could be reached.
  private static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedException() {
      super("stopped while the journal could not be reached", null, false, false);
    }
  }
}
