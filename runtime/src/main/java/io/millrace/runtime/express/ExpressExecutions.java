package io.millrace.runtime.express;

import io.millrace.asl.json.Payload;
import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.engine.decide.Command;
import io.millrace.engine.decide.Decider;
import io.millrace.engine.decide.EngineLimits;
import io.millrace.engine.execution.Execution;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskTokens;
import io.millrace.runtime.Refusal;
import io.millrace.runtime.RefusedException;
import io.millrace.runtime.RuntimeConfig;
import io.millrace.runtime.task.Dispatcher;
import io.millrace.runtime.watch.ExecutionListener;
import io.millrace.runtime.watch.GuardedListener;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// All running executions of EXPRESS state machines: begins them, brings them news of their tasks
/// and timers, and bounds them. Nothing is journaled: what runs when the process is killed is lost
/// (developer guide, "Choosing workflow type": Express keeps no state between transitions), and the
/// caller, or the queue it came from, starts it again. Safe for concurrent use.
public final class ExpressExecutions implements AutoCloseable {
  /// How much later than its time an execution may end before its caller ends it.
  private static final Duration SLACK = Duration.ofSeconds(30);

  private final ExpressConfig config;
  private final Duration closeWithin;
  private final ExpressParts parts;
  private final Map<UUID, ExpressExecution> running = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong inputCharacters = new AtomicLong();
  private volatile boolean closed;

  /// What is to be started.
  ///
  /// @param definition of the machine's revision
  /// @param definitionBytes how long its text is, for the bill
  public record Start(
      ExecutionHeader header,
      StateMachineDefinition definition,
      long definitionBytes,
      Payload input) {}

  /// @param told hears of every decision
  public ExpressExecutions(
      RuntimeConfig config,
      List<Connector> connectors,
      TaskTokens tokens,
      InstantSource clock,
      ExecutionListener told) {
    ExecutionListener listener = GuardedListener.of(told);
    this.config = config.express();
    this.closeWithin = config.closeWithin();
    // Developer guide, "Quotas": the history of an Express execution has no limit.
    EngineLimits limits =
        new EngineLimits(
            Long.MAX_VALUE, config.limits().payloadBytesMax(), config.limits().decisionEventsMax());
    parts =
        new ExpressParts(
            new Decider(tokens, limits),
            clock,
            new Dispatcher(
                connectors,
                this.config.tasksMax(),
                config.startedAfter(),
                clock,
                listener,
                (id, command, _) -> news(id, command)),
            new ExpressTimers(clock),
            listener,
            this::ended);
  }

  /// StartExecution: begins it, and returns at once.
  ///
  /// @throws RefusedException with [Refusal.ExecutionLimitExceeded] or [Refusal.Unavailable]
  public void start(Start start) {
    ExpressExecution begun = begin(start, false);
    boolean isOnItsWay = false;
    try {
      var _ =
          Thread.ofVirtual()
              .name("express " + start.header().name())
              .start(() -> begun.take(new Command.Start(start.input())));
      isOnItsWay = true;
    } finally {
      if (!isOnItsWay) {
        ended(begun);
      }
    }
  }

  /// StartSyncExecution: carries it out on this thread as far as it goes, and waits for its end.
  /// One that the engine failed over has failed with `States.Runtime`.
  ///
  /// @throws RefusedException with [Refusal.Throttled], or with [Refusal.Unavailable] when the
  ///   server stops before the end
  /// @throws IllegalStateException when the engine failed over it and over its failure
  public ExpressOutcome run(Start start) {
    ExpressExecution begun = begin(start, true);
    begun.take(new Command.Start(start.input()));
    ExpressOutcome outcome;
    try {
      outcome = endOf(begun);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw stopping();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the engine failed over " + start.header().arn(), e.getCause());
    }
    if (outcome.status() == ExecutionStatus.ABORTED) {
      throw stopping();
    }
    return outcome;
  }

  /// Its own time limit ends it. Should nothing wake it for that, it is ended here: a caller never
  /// waits for ever.
  private ExpressOutcome endOf(ExpressExecution begun)
      throws InterruptedException, ExecutionException {
    try {
      return begun.end().get(config.lifetime().plus(SLACK).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      begun.overdue();
      return begun.end().get();
    }
  }

  /// Executions that run.
  public int running() {
    return count.get();
  }

  /// Has the timers look at the clock: for clocks that do not go by themselves.
  public void tick() {
    parts.timers().tick();
  }

  void admit(Start start, boolean synchronous) {
    if (closed) {
      throw stopping();
    }
    int characters = start.input().text().length();
    boolean hasPlace = count.incrementAndGet() <= config.executionsMax();
    boolean hasRoom = inputCharacters.addAndGet(characters) <= config.inputCharactersMax();
    if (!hasPlace || !hasRoom) {
      release(characters);
      parts.listener().throttled(start.header().stateMachineArn(), null);
      String problem =
          "%d Express executions run, which is as many as fit; repeat the request later."
              .formatted(count.get());
      // API reference: StartSyncExecution has no ExecutionLimitExceeded.
      throw new RefusedException(
          synchronous
              ? new Refusal.Throttled(problem)
              : new Refusal.ExecutionLimitExceeded(problem));
    }
  }

  private void release(int characters) {
    count.decrementAndGet();
    inputCharacters.addAndGet(-characters);
  }

  private ExpressExecution begin(Start start, boolean synchronous) {
    admit(start, synchronous);
    StateMachineDefinition definition = limited(start.definition());
    Execution execution =
        synchronous
            ? Execution.beginSynchronous(start.header(), definition)
            : Execution.begin(start.header(), definition);
    return enter(new ExpressExecution(execution, start, parts));
  }

  /// From here on [#close] sees it, unless it has looked already: then nobody would end it.
  ExpressExecution enter(ExpressExecution admitted) {
    running.put(admitted.start().header().id(), admitted);
    if (closed) {
      ended(admitted);
      throw stopping();
    }
    return admitted;
  }

  /// The definition with the time limit of Express executions.
  private StateMachineDefinition limited(StateMachineDefinition definition) {
    int most = (int) config.lifetime().toSeconds();
    Integer own = definition.timeoutSeconds();
    return own != null && own <= most
        ? definition
        : new StateMachineDefinition(
            definition.comment(),
            definition.queryLanguage(),
            definition.version(),
            most,
            definition.graph());
  }

  private void news(UUID id, Command command) {
    ExpressExecution execution = running.get(id);
    if (execution != null) {
      execution.take(command);
    }
  }

  private void ended(ExpressExecution execution) {
    if (running.remove(execution.start().header().id()) != null) {
      release(execution.start().input().text().length());
    }
  }

  private static RefusedException stopping() {
    return new RefusedException(
        new Refusal.Unavailable("The server is stopping. Repeat the request when it runs again."));
  }

  /// Begins no more, gives what runs a while to end, and aborts the rest.
  @Override
  public void close() {
    closed = true;
    long end = System.nanoTime() + closeWithin.toNanos();
    while (!running.isEmpty()
        && System.nanoTime() < end
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(5_000_000);
    }
    for (ExpressExecution left : running.values()) {
      left.take(new Command.Stop(null, "The server was stopped"));
    }
    parts.dispatcher().close();
    parts.timers().close();
  }
}
