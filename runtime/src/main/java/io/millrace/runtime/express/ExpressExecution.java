package io.millrace.runtime.express;

import io.millrace.engine.decide.Command;
import io.millrace.engine.decide.Decision;
import io.millrace.engine.decide.Effect;
import io.millrace.engine.execution.Execution;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.runtime.shard.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One execution, from its first decision to its end. Whoever brings news decides, under the
/// execution's own lock: no thread is its own, and none is handed anything. Safe for concurrent
/// use.
final class ExpressExecution {
  private static final Logger LOG = LoggerFactory.getLogger(ExpressExecution.class);
  private static final String BROKEN =
      "The engine failed over this execution, which is a mistake of its own; the server's log says"
          + " which.";

  private final Execution execution;
  private final ExpressExecutions.Start start;
  private final ExpressParts parts;
  private final CompletableFuture<ExpressOutcome> end = new CompletableFuture<>();
  private ExpressTimers.@Nullable Due due;
  private long decidedBytes;
  private long decidedMillis;
  private long toldEventId;
  private @Nullable HistoryEvent toldEnd;

  /// @param execution before its first event
  ExpressExecution(Execution execution, ExpressExecutions.Start start, ExpressParts parts) {
    this.execution = execution;
    this.start = start;
    this.parts = parts;
    this.decidedMillis = execution.header().startMillis();
  }

  ExpressExecutions.Start start() {
    return start;
  }

  /// Completed with the outcome, also when the engine failed over it: that is a failure of the
  /// execution. Exceptionally only when not even that could be told.
  CompletableFuture<ExpressOutcome> end() {
    return end;
  }

  /// Carries out the command, and goes on as long as the execution can: after each large decision
  /// it lets other virtual threads have their turn, for nothing else would make it.
  @SuppressWarnings("ThreadPriorityCheck") // fairness only; nothing is right or wrong by it
  void take(Command command) {
    boolean goesOn = decide(command);
    while (goesOn) {
      Thread.yield();
      goesOn = decide(new Command.Resume());
    }
  }

  /// @return whether it wants to go on at once
  private synchronized boolean decide(Command command) {
    if (end.isDone()) {
      return false;
    }
    try {
      return decided(command);
    } catch (Throwable e) { // also an Error ends this execution only, and its place comes back
      broken(command, e);
      return false;
    }
  }

  private boolean decided(Command command) {
    decidedMillis = parts.clock().millis();
    Decision decision = parts.decider().decide(execution, command, decidedMillis);
    decidedBytes = Math.max(decidedBytes, start.definitionBytes() + Weights.of(decision.events()));
    if (!decision.events().isEmpty()) {
      tell(decision.events());
    }
    boolean goesOn = false;
    for (Effect effect : decision.effects()) {
      goesOn |= perform(effect);
    }
    if (execution.status().isTerminal()) {
      ended(execution.status(), decision.events().getLast());
      return false;
    }
    armTimer();
    return goesOn;
  }

  private void tell(List<HistoryEvent> events) {
    toldEventId = events.getLast().id();
    toldEnd = execution.status().isTerminal() ? events.getLast() : null;
    parts.listener().committed(execution.header(), events);
  }

  /// @return whether it is going on at once that is asked for
  private boolean perform(Effect effect) {
    switch (effect) {
      case Effect.DispatchTask dispatch -> {
        parts.listener().dispatched(execution.header(), dispatch.attempt());
        parts.dispatcher().dispatch(dispatch.attempt());
      }
      case Effect.CancelTask cancel ->
          parts.dispatcher().cancel(execution.header().id(), cancel.scheduledEventId());
      case Effect.ForgetTask forget ->
          parts.dispatcher().forget(execution.header().id(), forget.scheduledEventId());
      case Effect.StartMapRun _, Effect.CancelMapRun _ ->
          throw new IllegalStateException(
              "an EXPRESS state machine has a distributed Map: " + execution.header().arn());
      case Effect.GoOn _ -> {
        return true;
      }
    }
    return false;
  }

  private void armTimer() {
    Long wake = execution.wakeMillis();
    ExpressTimers.Due armed = due;
    if (armed != null && wake != null && armed.atMillis() == wake) {
      return;
    }
    disarmTimer();
    if (wake != null) {
      due = parts.timers().arm(wake, this::wake);
    }
  }

  private void disarmTimer() {
    ExpressTimers.Due armed = due;
    if (armed != null) {
      parts.timers().disarm(armed);
      due = null;
    }
  }

  /// @param fired may be one that news has replaced meanwhile; the other stays armed then
  void wake(ExpressTimers.Due fired) {
    synchronized (this) {
      if (fired.equals(due)) {
        due = null;
      }
    }
    take(new Command.Resume());
  }

  private void ended(ExecutionStatus status, HistoryEvent last) {
    disarmTimer();
    ExpressOutcome outcome =
        ExpressOutcome.of(execution.header(), start.input(), status, last, decidedBytes);
    try {
      parts
          .listener()
          .billed(
              execution.header(), outcome.billedDurationMillis(), outcome.billedMemoryMegabytes());
    } finally {
      parts.ended().accept(this);
      end.complete(outcome);
    }
  }

  /// It should have ended long ago, but nothing woke it: it ends now, as broken.
  synchronized void overdue() {
    if (!end.isDone()) {
      decidedMillis = parts.clock().millis();
      broken(new Command.Resume(), new IllegalStateException("it was not woken in time"));
    }
  }

  /// The engine cannot go on with this one: a mistake of ours, or no memory left. The others go on.
  /// It fails, for who watches it as for who waits for it.
  private void broken(Command command, Throwable reason) {
    try {
      LOG.atError()
          .addKeyValue("executionArn", execution.header().arn())
          .addKeyValue("command", command.getClass().getSimpleName())
          .setCause(reason)
          .log("The engine failed over a command; this Express execution fails");
      for (Long open : execution.openAttempts()) {
        parts.dispatcher().cancel(execution.header().id(), open);
      }
      HistoryEvent told = toldEnd;
      if (told != null) {
        ended(execution.status(), told);
      } else {
        List<HistoryEvent> failure = failure();
        parts.listener().committed(execution.header(), failure);
        ended(ExecutionStatus.FAILED, failure.getLast());
      }
    } catch (Throwable e) {
      LOG.error("The failure of an Express execution could not be told to all", e);
    } finally {
      disarmTimer();
      parts.ended().accept(this);
      end.completeExceptionally(reason); // changes nothing about an end that was told above
    }
  }

  /// What the history would have said: it follows what was told last, for what was decided since is
  /// lost. Developer guide, "Error names": States.Runtime is for what cannot be processed.
  private List<HistoryEvent> failure() {
    List<HistoryEvent> events = new ArrayList<>();
    if (toldEventId == 0) {
      events.add(
          new HistoryEvent(
              1,
              0,
              execution.header().startMillis(),
              EventType.ExecutionStarted,
              new EventDetails.ExecutionStart(start.input(), execution.header().roleArn())));
    }
    long last = Math.max(1, toldEventId);
    events.add(
        new HistoryEvent(
            last + 1,
            last,
            decidedMillis,
            EventType.ExecutionFailed,
            new EventDetails.Failure("States.Runtime", BROKEN)));
    return events;
  }
}
