package io.millrace.runtime.express;

import io.millrace.engine.decide.Command;
import io.millrace.engine.decide.Decision;
import io.millrace.engine.decide.Effect;
import io.millrace.engine.execution.Execution;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.runtime.shard.Weights;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One execution, from its first decision to its end. Whoever brings news decides, under the
/// execution's own lock: no thread is its own, and none is handed anything. Safe for concurrent
/// use.
final class ExpressExecution {
  private static final Logger LOG = LoggerFactory.getLogger(ExpressExecution.class);

  private final Execution execution;
  private final ExpressExecutions.Start start;
  private final ExpressParts parts;
  private final CompletableFuture<ExpressOutcome> end = new CompletableFuture<>();
  private ExpressTimers.@Nullable Due due;
  private long heldBytes;

  /// @param execution before its first event
  ExpressExecution(Execution execution, ExpressExecutions.Start start, ExpressParts parts) {
    this.execution = execution;
    this.start = start;
    this.parts = parts;
  }

  ExpressExecutions.Start start() {
    return start;
  }

  /// Completed with the outcome; exceptionally when the engine failed over it.
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
    Decision decision;
    try {
      decision = parts.decider().decide(execution, command, parts.clock().millis());
    } catch (RuntimeException | StackOverflowError e) {
      broken(command, e);
      return false;
    }
    heldBytes = Math.max(heldBytes, start.definitionBytes() + Weights.of(decision.events()));
    if (!decision.events().isEmpty()) {
      parts.listener().committed(execution.header(), decision.events());
    }
    boolean goesOn = false;
    for (Effect effect : decision.effects()) {
      goesOn |= perform(effect);
    }
    if (execution.status().isTerminal()) {
      ended(decision.events().getLast());
      return false;
    }
    armTimer();
    return goesOn;
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

  private void wake() {
    synchronized (this) {
      due = null;
    }
    take(new Command.Resume());
  }

  private void ended(HistoryEvent last) {
    disarmTimer();
    ExpressOutcome outcome =
        ExpressOutcome.of(execution.header(), start.input(), execution.status(), last, heldBytes);
    parts
        .listener()
        .billed(
            execution.header(), outcome.billedDurationMillis(), outcome.billedMemoryMegabytes());
    parts.ended().accept(this);
    end.complete(outcome);
  }

  /// The engine cannot decide this one: a mistake of ours. The others go on.
  private void broken(Command command, Throwable reason) {
    LOG.atError()
        .addKeyValue("executionArn", execution.header().arn())
        .addKeyValue("command", command.getClass().getSimpleName())
        .setCause(reason)
        .log("The engine failed over a command; this Express execution ends without a result");
    disarmTimer();
    for (Long open : execution.openAttempts()) {
      parts.dispatcher().cancel(execution.header().id(), open);
    }
    parts.ended().accept(this);
    end.completeExceptionally(reason);
  }
}
