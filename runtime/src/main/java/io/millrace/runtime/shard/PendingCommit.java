package io.millrace.runtime.shard;

import io.millrace.engine.decide.Effect;
import io.millrace.engine.execution.Execution;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.journal.ExecutionWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What one commit will store of one execution, and what follows when it is durable.
///
/// The shard adds decisions to it until the committer seals it; both under the lock of the
/// [CommitBuffer]. Effects and answers are the shard's alone.
final class PendingCommit {
  final Slot slot;
  private final ExecutionHeader header;
  private final boolean isNew;
  private List<HistoryEvent> events;
  private long weight;
  private ExecutionStatus status = ExecutionStatus.RUNNING;
  private @Nullable Long stopMillis;
  private @Nullable Long wakeMillis;
  private boolean inFlight;
  boolean sealed;

  /// The commit of the same execution that was sealed before and is not durable yet.
  @Nullable PendingCommit before;

  /// Why this is not stored and never will be; set by the committer before the shard gets it back.
  @Nullable Reply unstored;

  private List<Effect> effects = List.of();
  private List<Answer> answers = List.of();

  /// An answer to be given.
  record Answer(CompletableFuture<Reply> to, Reply reply) {}

  PendingCommit(Slot slot, boolean isNew, List<HistoryEvent> events) {
    this.slot = slot;
    Execution execution = Objects.requireNonNull(slot.execution);
    this.header = execution.header();
    this.isNew = isNew;
    this.events = events;
    this.weight = Weights.of(events);
    look(execution);
  }

  /// Adds a later decision of the same execution.
  void add(List<HistoryEvent> more) {
    if (!(events instanceof ArrayList)) {
      events = new ArrayList<>(events);
    }
    events.addAll(more);
    weight += Weights.of(more);
    look(Objects.requireNonNull(slot.execution));
  }

  private void look(Execution execution) {
    status = execution.status();
    stopMillis = execution.stopMillis();
    wakeMillis = execution.wakeMillis();
    inFlight = execution.inFlight();
  }

  /// What is to be stored. The committer asks when this is sealed.
  ExecutionWrite write() {
    return new ExecutionWrite(header, isNew, events, status, stopMillis, wakeMillis, inFlight);
  }

  ExecutionHeader header() {
    return header;
  }

  /// What is stored. Sealed, it does not change any more.
  List<HistoryEvent> events() {
    return events;
  }

  /// The name of this new execution belongs to another.
  void nameTaken() {
    unstored(new Reply.NameTaken());
  }

  /// The journal refuses this for good.
  void cannotBeStored(RuntimeException reason) {
    unstored(new Reply.Broken(reason));
  }

  private void unstored(Reply reply) {
    unstored = reply;
    if (slot.unstored == null) {
      slot.unstored = this;
    }
  }

  /// Whether an earlier commit of the execution was not stored: this one would leave a gap, and
  /// goes the same way.
  boolean followUnstored() {
    if (slot.unstored != null) {
      unstored = slot.unstored.unstored;
    }
    return unstored != null;
  }

  /// About how many bytes it takes.
  long weight() {
    return weight;
  }

  void then(List<Effect> more) {
    if (effects.isEmpty()) {
      effects = more;
    } else if (!more.isEmpty()) {
      effects = new ArrayList<>(effects);
      effects.addAll(more);
    }
  }

  void then(CompletableFuture<Reply> to, Reply reply) {
    if (answers.isEmpty()) {
      answers = new ArrayList<>(1);
    }
    answers.add(new Answer(to, reply));
  }

  List<Effect> effects() {
    return effects;
  }

  List<Answer> answers() {
    return answers;
  }
}
