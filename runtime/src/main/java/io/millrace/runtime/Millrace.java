package io.millrace.runtime;

import io.millrace.engine.journal.ExecutionReads;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.task.Connector;
import io.millrace.runtime.activity.Activities;
import io.millrace.runtime.activity.ActivityStore;
import io.millrace.runtime.execution.Executions;
import io.millrace.runtime.execution.ShardedExecutions;
import io.millrace.runtime.express.ExpressExecutions;
import io.millrace.runtime.log.ExecutionLog;
import io.millrace.runtime.log.LogDestination;
import io.millrace.runtime.log.LogSettings;
import io.millrace.runtime.machine.StateMachineStore;
import io.millrace.runtime.machine.StateMachines;
import io.millrace.runtime.map.ObjectStore;
import io.millrace.runtime.shard.ShardStatistics;
import io.millrace.runtime.shard.Shards;
import io.millrace.runtime.task.HmacTaskTokens;
import io.millrace.runtime.watch.ExecutionListener;
import io.millrace.runtime.watch.SeveralListeners;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A running engine: state machines, executions, and the loops behind them.
public final class Millrace implements AutoCloseable {
  private final Shards shards;
  private final ExpressExecutions express;
  private final List<ExecutionLog> logs = new ArrayList<>();
  private final StateMachines stateMachines;
  private final Executions executions;
  private final Arns arns;
  private final InstantSource clock;

  /// What an engine is made of. The parts are the caller's to close, after the engine.
  ///
  /// @param objects what distributed Maps read from and write to
  /// @param taskTokens with the same key at every start
  /// @param listener hears of everything durable, to count it
  /// @param logs where executions are logged whose state machines want it, each on a thread of its
  ///   own
  /// @param onHalted told once when nothing is carried out any more: a [FencedException] when
  ///   another process has taken over the work, else what this one fell over; it is of no use any
  ///   more and should be closed
  public record Parts(
      Journal journal,
      ExecutionReads reads,
      StateMachineStore stateMachines,
      List<Connector> connectors,
      ObjectStore objects,
      HmacTaskTokens taskTokens,
      InstantSource clock,
      ExecutionListener listener,
      List<LogDestination> logs,
      Consumer<Throwable> onHalted) {

    /// Logging nowhere.
    public Parts(
        Journal journal,
        ExecutionReads reads,
        StateMachineStore stateMachines,
        List<Connector> connectors,
        ObjectStore objects,
        HmacTaskTokens taskTokens,
        InstantSource clock,
        ExecutionListener listener,
        Consumer<Throwable> onHalted) {
      this(
          journal,
          reads,
          stateMachines,
          connectors,
          objects,
          taskTokens,
          clock,
          listener,
          List.of(),
          onHalted);
    }

    /// Watched by nobody.
    public Parts(
        Journal journal,
        ExecutionReads reads,
        StateMachineStore stateMachines,
        List<Connector> connectors,
        ObjectStore objects,
        HmacTaskTokens taskTokens,
        InstantSource clock,
        Consumer<Throwable> onHalted) {
      this(
          journal,
          reads,
          stateMachines,
          connectors,
          objects,
          taskTokens,
          clock,
          ExecutionListener.NONE,
          onHalted);
    }

    /// Without objects: distributed Maps can neither read items from Amazon S3 nor export results.
    public Parts(
        Journal journal,
        ExecutionReads reads,
        StateMachineStore stateMachines,
        List<Connector> connectors,
        HmacTaskTokens taskTokens,
        InstantSource clock,
        Consumer<Throwable> onHalted) {
      this(
          journal, reads, stateMachines, connectors, ObjectStore.NONE, taskTokens, clock, onHalted);
    }
  }

  private Millrace(RuntimeConfig config, Parts parts) {
    arns = config.arns();
    clock = parts.clock;
    stateMachines =
        new StateMachines(
            parts.stateMachines,
            config.arns(),
            parts.clock,
            group -> parts.logs.stream().allMatch(log -> log.mayExist(group)));
    for (LogDestination destination : parts.logs) {
      logs.add(
          new ExecutionLog(
              destination,
              revision -> LogSettings.of(stateMachines.revision(revision).settings().logging())));
    }
    List<ExecutionListener> listeners = new ArrayList<>(logs);
    listeners.add(parts.listener);
    ExecutionListener listener = SeveralListeners.of(listeners);
    shards =
        new Shards(
            config,
            new Shards.Outside(
                parts.journal,
                stateMachines::definitionOf,
                parts.connectors,
                parts.objects,
                parts.taskTokens,
                parts.clock,
                listener,
                parts.onHalted));
    express =
        new ExpressExecutions(config, parts.connectors, parts.taskTokens, parts.clock, listener);
    executions =
        new ShardedExecutions(
            shards, express, parts.reads, stateMachines, parts.taskTokens, config, parts.clock);
  }

  /// Starts. Executions that an earlier run left are resumed in the background.
  public static Millrace start(RuntimeConfig config, Parts parts) {
    return new Millrace(config, parts);
  }

  public StateMachines stateMachines() {
    return stateMachines;
  }

  public Executions executions() {
    return executions;
  }

  /// Activities kept in this store, served by this engine.
  public Activities activities(ActivityStore store) {
    return new Activities(store, shards, arns, clock);
  }

  public ShardStatistics statistics() {
    return shards.statistics();
  }

  /// Has the loops look at the clock: for clocks that do not go by themselves.
  public void tick() {
    shards.tick();
    express.tick();
  }

  /// Executions of EXPRESS state machines that run, all of them in memory.
  public int expressRunning() {
    return express.running();
  }

  /// Drains: takes no more commands, makes durable what is decided, interrupts tasks. They are
  /// dispatched again at the next start under the same idempotency key. Executions of EXPRESS state
  /// machines are first given a while to end ([RuntimeConfig#closeWithin]); the rest are aborted.
  @Override
  public void close() {
    express.close();
    shards.close();
    logs.forEach(ExecutionLog::close);
  }
}
