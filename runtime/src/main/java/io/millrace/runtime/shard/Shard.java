package io.millrace.runtime.shard;

import io.millrace.engine.decide.Command;
import io.millrace.engine.decide.Decision;
import io.millrace.engine.decide.Effect;
import io.millrace.engine.execution.Execution;
import io.millrace.engine.task.TaskAttempt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One loop over the executions that hash to it. It takes mail, decides, hands what was decided to
/// the committer, and performs effects and gives answers when that is durable. It never blocks but
/// for mail and for its next timer.
final class Shard {
  private static final Logger LOG = LoggerFactory.getLogger(Shard.class);

  /// A commit larger than this is awaited before the execution goes on by itself.
  private static final long GO_ON_WEIGHT_MOST = 1L << 20;

  private final ShardParts parts;
  private final Mailbox mailbox = new Mailbox();
  private final CommitBuffer buffer = new CommitBuffer();
  private final Timers timers = new Timers();
  private final Map<UUID, Slot> slots = new HashMap<>();
  private final Thread thread;
  private volatile int inMemory;
  private int uncommitted;
  private boolean finishing;
  private boolean over;

  Shard(int number, ShardParts parts) {
    this.parts = parts;
    this.thread =
        Thread.ofPlatform().daemon().name("millrace-shard-" + number).unstarted(this::loop);
  }

  void start() {
    mailbox.setReader(thread);
    thread.start();
  }

  /// Hands it mail; never blocks.
  void post(Mail mail) {
    if (!mailbox.put(mail)) {
      refuse(mail, "the server has stopped");
    }
  }

  CommitBuffer buffer() {
    return buffer;
  }

  /// Executions in memory.
  int inMemory() {
    return inMemory;
  }

  void join(long millis) throws InterruptedException {
    thread.join(millis);
  }

  private void loop() {
    try {
      work();
    } catch (Throwable e) { // its executions stand still without it: somebody must know
      parts.onHalted().accept(e);
    } finally {
      halt("the server has stopped");
      for (Mail mail : mailbox.close()) {
        refuse(mail, "the server has stopped");
      }
    }
  }

  private void work() {
    while (!over) {
      Mail mail = mailbox.poll();
      if (mail != null) {
        guarded(mail);
      } else if (!fireTimers()) {
        if (finishing && uncommitted == 0) {
          over = true;
        } else {
          inMemory = slots.size();
          mailbox.await(timers.nextMillis(), parts.clock());
        }
      }
    }
  }

  private void guarded(Mail mail) {
    try {
      take(mail);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.atError()
          .setCause(e)
          .log("A shard failed over a piece of mail; it goes on with the next");
      answerBroken(mail, e);
    }
  }

  /// Whoever waits for this mail must not wait for ever.
  private static void answerBroken(Mail mail, Throwable reason) {
    if (mail instanceof Mail.Begin begin) {
      answer(begin.answer(), broken(reason));
    } else if (mail instanceof Mail.Order order) {
      answer(order.answer(), broken(reason));
    }
  }

  private void take(Mail mail) {
    switch (mail) {
      case Mail.Begin begin -> begin(begin);
      case Mail.Order order -> order(order);
      case Mail.Loaded loaded -> loaded(loaded);
      case Mail.NotLoaded failed -> notLoaded(failed);
      case Mail.Committed committed -> committed(committed);
      case Mail.Tick _ -> {
        // The loop looks at the timers next.
      }
      case Mail.Finish _ -> finishing = true;
      case Mail.Halt halt -> halt(halt.reason());
    }
  }

  private void begin(Mail.Begin begin) {
    Execution execution = Execution.begin(begin.header(), begin.definition());
    Slot slot = new Slot(begin.header().id(), execution);
    slots.put(slot.id, slot);
    decide(slot, execution, begin.start(), begin.answer());
  }

  private void order(Mail.Order order) {
    Slot slot = slots.get(order.executionId());
    if (slot == null) {
      slot = new Slot(order.executionId(), null);
      slots.put(slot.id, slot);
      parts.loader().load(slot.id, this);
    }
    Execution execution = slot.execution;
    if (slot.parted != null) {
      answer(order.answer(), slot.parted);
    } else if (execution == null) {
      slot.await(order);
    } else {
      decide(slot, execution, order.command(), order.answer());
    }
  }

  private void loaded(Mail.Loaded loaded) {
    Slot slot = slots.get(loaded.executionId());
    if (slot == null || slot.execution != null) {
      throw new IllegalStateException("execution " + loaded.executionId() + " was loaded unasked");
    }
    Execution execution = loaded.execution();
    boolean isRedriveWanted =
        slot.waiting.stream().anyMatch(order -> order.command() instanceof Command.Redrive);
    if (execution == null || (execution.status().isTerminal() && !isRedriveWanted)) {
      slots.remove(slot.id);
      Reply reply = execution == null ? new Reply.NoSuchExecution() : new Reply.NotOpen();
      slot.waiting.forEach(order -> answer(order.answer(), reply));
      return;
    }
    slot.execution = execution;
    var waiting = slot.waiting;
    slot.waiting = List.of();
    slot.pinned = true;
    decide(slot, execution, new Command.Resume(), null);
    for (Mail.Order order : waiting) {
      if (slot.parted != null) {
        answer(order.answer(), slot.parted);
      } else if (!(order.command() instanceof Command.Resume)) {
        decide(slot, execution, order.command(), order.answer());
      }
    }
    slot.pinned = false;
    if (slot.uncommitted == 0) {
      settle(slot, execution);
    }
  }

  private void notLoaded(Mail.NotLoaded failed) {
    Slot slot = slots.remove(failed.executionId());
    if (slot != null) {
      slot.waiting.forEach(order -> answer(order.answer(), new Reply.Broken(failed.reason())));
    }
  }

  private void decide(
      Slot slot, Execution execution, Command command, @Nullable CompletableFuture<Reply> answer) {
    Decision decision;
    boolean isNew = execution.lastEventId() == 0;
    try {
      decision = parts.decider().decide(execution, command, parts.clock().millis());
    } catch (RuntimeException | StackOverflowError e) {
      broken(slot, execution, command, answer, e);
      return;
    }
    Reply reply =
        decision.accepted()
            ? new Reply.Done(execution.stopMillis(), redriveMillis(execution, command))
            : new Reply.NotOpen();
    if (!decision.events().isEmpty()) {
      int before = slot.uncommitted;
      PendingCommit pending = buffer.add(slot, isNew, decision.events());
      uncommitted += slot.uncommitted - before;
      parts.decided().signal();
      then(pending, decision, answer, reply);
    } else if (slot.uncommitted > 0) {
      // What this decision saw is not durable yet, so what follows from it must wait.
      then(Objects.requireNonNull(slot.latest), decision, answer, reply);
    } else {
      decision.effects().forEach(effect -> perform(slot, effect));
      answer(answer, reply);
      settle(slot, execution);
    }
  }

  /// A repetition is answered as the request that it repeats.
  private static long redriveMillis(Execution execution, Command command) {
    return command instanceof Command.Redrive redrive
        ? execution.redrives().millisOf(redrive.clientToken())
        : execution.redrives().lastMillis();
  }

  private void then(
      PendingCommit pending,
      Decision decision,
      @Nullable CompletableFuture<Reply> answer,
      Reply reply) {
    List<Effect> effects = decision.effects();
    if (!effects.isEmpty()
        && effects.getLast() instanceof Effect.GoOn goOn
        && pending.weight() < GO_ON_WEIGHT_MOST) {
      // Going on is no effect on the world: its events join the same commit, or follow it.
      perform(pending.slot, goOn);
      effects = effects.subList(0, effects.size() - 1);
    }
    pending.then(effects);
    if (answer != null) {
      pending.then(answer, reply);
    }
  }

  private void committed(Mail.Committed mail) {
    for (PendingCommit pending : mail.commits()) {
      try {
        committed(pending);
      } catch (RuntimeException | StackOverflowError e) {
        LOG.atError()
            .addKeyValue("executionId", pending.slot.id)
            .setCause(e)
            .log("Effects of a commit failed; a restart performs them");
      }
    }
  }

  private void committed(PendingCommit pending) {
    Slot slot = pending.slot;
    uncommitted--;
    slot.uncommitted--;
    PendingCommit latest = slot.latest;
    if (latest != null && latest.before == pending) {
      latest.before = null;
    }
    Reply unstored = pending.unstored;
    for (PendingCommit.Answer waits : pending.answers()) {
      answer(waits.to(), unstored != null ? unstored : waits.reply());
    }
    if (unstored != null) {
      slot.parted = unstored instanceof Reply.NameTaken ? new Reply.NoSuchExecution() : unstored;
    } else {
      parts.listener().committed(pending.header(), pending.events());
      for (Effect effect : pending.effects()) {
        perform(slot, effect);
      }
    }
    Execution execution = slot.execution;
    if (slot.uncommitted == 0 && execution != null) {
      slot.latest = null;
      settle(slot, execution);
    }
  }

  private void perform(Slot slot, Effect effect) {
    if (finishing) {
      return; // the next start does it
    }
    switch (effect) {
      case Effect.DispatchTask dispatch -> dispatch(slot, dispatch.attempt());
      case Effect.CancelTask cancel ->
          parts.dispatcher().cancel(slot.id, cancel.scheduledEventId());
      case Effect.ForgetTask forget ->
          parts.dispatcher().forget(slot.id, forget.scheduledEventId());
      case Effect.StartMapRun start -> parts.mapRuns().start(start.plan());
      case Effect.CancelMapRun cancel -> parts.mapRuns().cancel(cancel.mapRun());
      case Effect.GoOn _ -> mailbox.put(new Mail.Order(slot.id, new Command.Resume(), null));
    }
  }

  private void dispatch(Slot slot, TaskAttempt attempt) {
    Execution execution = slot.execution;
    if (execution != null) {
      parts.listener().dispatched(execution.header(), attempt);
    }
    parts.dispatcher().dispatch(attempt);
  }

  /// Everything of this execution is durable: arms its timer, or lets it leave memory.
  private void settle(Slot slot, Execution execution) {
    if (slot.pinned) {
      return;
    }
    if (slot.parted != null || execution.status().isTerminal()) {
      if (slot.parted == null) {
        parts.dispatcher().ended(execution.header().arn());
      }
      forget(slot);
      if (execution.header().child() != null) {
        tellMapRun(slot, execution);
      }
      return;
    }
    Long wake = execution.wakeMillis();
    boolean soon = wake != null && wake - parts.clock().millis() <= parts.stayMillis();
    if (!soon && execution.mayLeaveMemory()) {
      forget(slot);
    } else if (wake != null && wake != slot.timerMillis) {
      slot.timerMillis = wake;
      timers.arm(slot, wake);
    } else if (wake == null) {
      slot.timerMillis = Long.MAX_VALUE;
    }
  }

  private void tellMapRun(Slot slot, Execution child) {
    if (slot.parted == null) {
      parts.mapRuns().childEnded(child.header(), child.status());
    } else if (slot.parted instanceof Reply.Broken broken) {
      parts.mapRuns().childLost(child.header(), broken.reason());
    }
  }

  private void forget(Slot slot) {
    slots.remove(slot.id, slot);
    slot.timerMillis = Long.MAX_VALUE;
  }

  private boolean fireTimers() {
    if (finishing) {
      return false;
    }
    Slot due = timers.due(parts.clock().millis());
    if (due == null) {
      return false;
    }
    Execution execution = due.execution;
    if (execution != null && due.parted == null && due.uncommitted == 0) {
      decide(due, execution, new Command.Resume(), null);
    } // else it is settled, and its timer armed, after the commit
    return true;
  }

  /// This execution cannot be decided: a mistake of ours. What was decided before is still stored;
  /// the others go on.
  private void broken(
      Slot slot,
      Execution execution,
      Command command,
      @Nullable CompletableFuture<Reply> answer,
      Throwable reason) {
    LOG.atError()
        .addKeyValue("executionArn", execution.header().arn())
        .addKeyValue("command", command.getClass().getSimpleName())
        .setCause(reason)
        .log(
            "The engine failed over a command; the execution stays as it was before it, and stands"
                + " still until its next command or a restart");
    Reply.Broken parted = broken(reason);
    slot.parted = parted;
    if (slot.uncommitted == 0) {
      settle(slot, execution);
    }
    answer(answer, parted);
  }

  private static Reply.Broken broken(Throwable reason) {
    return new Reply.Broken(
        reason instanceof RuntimeException e ? e : new IllegalStateException(reason));
  }

  private void halt(String reason) {
    over = true;
    finishing = true;
    for (Slot slot : slots.values()) {
      slot.waiting.forEach(order -> answer(order.answer(), new Reply.Stopped(reason)));
      PendingCommit lost = slot.latest;
      while (lost != null) {
        lost.answers().forEach(waits -> answer(waits.to(), new Reply.Stopped(reason)));
        lost = lost.before;
      }
    }
    slots.clear();
  }

  private static void refuse(Mail mail, String reason) {
    switch (mail) {
      case Mail.Begin begin -> answer(begin.answer(), new Reply.Stopped(reason));
      case Mail.Order order -> answer(order.answer(), new Reply.Stopped(reason));
      case Mail.Committed committed ->
          committed
              .commits()
              .forEach(
                  pending -> {
                    Reply unstored = pending.unstored;
                    for (PendingCommit.Answer waits : pending.answers()) {
                      answer(waits.to(), unstored != null ? unstored : waits.reply());
                    }
                  });
      case Mail.Loaded _, Mail.NotLoaded _, Mail.Tick _, Mail.Finish _, Mail.Halt _ -> {
        // Nobody waits for an answer.
      }
    }
  }

  private static void answer(@Nullable CompletableFuture<Reply> to, Reply reply) {
    if (to != null) {
      to.complete(reply);
    }
  }
}
