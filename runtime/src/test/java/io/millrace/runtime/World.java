package io.millrace.runtime;

import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.journal.ExecutionReads;
import io.millrace.engine.task.Connector;
import io.millrace.runtime.execution.ExecutionDescription;
import io.millrace.runtime.log.LogDestination;
import io.millrace.runtime.machine.MachineSettings;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.machine.VolatileStateMachineStore;
import io.millrace.runtime.map.ObjectStore;
import io.millrace.runtime.task.HmacTaskTokens;
import io.millrace.runtime.watch.ExecutionListener;
import io.millrace.testkit.InMemoryJournal;
import io.millrace.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A running engine over an in-memory journal and a clock that a test moves; it can be killed and
/// started again over the same contents.
final class World implements AutoCloseable {
  static final Instant T0 = Instant.parse("2026-11-23T12:00:00Z");

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final SettableClock clock = new SettableClock(T0);

  /// Why the engine halted, when it has.
  final AtomicReference<Throwable> halted = new AtomicReference<>();

  /// Who is told, from the next start on.
  ExecutionListener listener = ExecutionListener.NONE;

  /// Where executions are logged, from the next start on.
  List<LogDestination> logs = List.of();

  /// What reads of executions go through, from the next start on.
  UnaryOperator<ExecutionReads> reads = UnaryOperator.identity();

  private final ObjectStore objects;
  private final RuntimeConfig config;
  private final List<Connector> connectors;
  private VolatileStateMachineStore store;
  InMemoryJournal journal = new InMemoryJournal();
  Millrace millrace;

  World(Connector... connectors) {
    this(RuntimeConfig.standard(), connectors);
  }

  World(RuntimeConfig config, Connector... connectors) {
    this(config, ObjectStore.NONE, connectors);
  }

  World(RuntimeConfig config, ObjectStore objects, Connector... connectors) {
    this.objects = objects;
    this.config = config;
    this.connectors = List.of(connectors);
    this.store = emptyStore();
    this.millrace = boot();
  }

  /// One that logs there.
  static World logging(LogDestination log, Connector... connectors) {
    World world = new World(connectors);
    world.logs = List.of(log);
    world.stopAndRestart();
    return world;
  }

  /// One that logs to all of them.
  static World logging(List<LogDestination> logs) {
    World world = new World();
    world.logs = logs;
    world.stopAndRestart();
    return world;
  }

  private VolatileStateMachineStore emptyStore() {
    return new VolatileStateMachineStore(
        arn -> !journal.list(arn, ExecutionStatus.RUNNING, null, 1).isEmpty());
  }

  /// The clock as the loops see it: fails as [#failingClock] says.
  private InstantSource loopClock() {
    return () -> {
      ClockFailure failure = failingClock.get();
      if (failure != null && failure.strikes()) {
        throw failure.error();
      }
      return clock.instant();
    };
  }

  /// What looking at the clock throws on threads whose names begin so, within methods of this name.
  record ClockFailure(String thread, String method, Error error) {
    boolean strikes() {
      return Thread.currentThread().getName().startsWith(thread)
          && StackWalker.getInstance()
              .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals(method)));
    }
  }

  final AtomicReference<ClockFailure> failingClock = new AtomicReference<>();

  /// State machines are lost at the next start.
  void forgetMachines() {
    store = emptyStore();
  }

  private Millrace boot() {
    return Millrace.start(
        config,
        new Millrace.Parts(
            journal,
            reads.apply(journal),
            store,
            connectors,
            objects,
            new HmacTaskTokens(new byte[32]),
            loopClock(),
            listener,
            logs,
            halted::set));
  }

  /// The process is killed, at an instant of no choosing, and another is started.
  void killAndRestart() {
    InMemoryJournal next = journal.takeOver();
    Millrace killed = millrace;
    journal = next;
    killed.close();
    millrace = boot();
  }

  /// The process is stopped in good order, and another is started.
  void stopAndRestart() {
    millrace.close();
    journal = journal.takeOver();
    millrace = boot();
  }

  String machine(String definition) {
    return machine(definition, "machine");
  }

  String machine(String definition, String name) {
    return machine(definition, name, StateMachine.Type.STANDARD, null);
  }

  String express(String definition) {
    return machine(definition, "express", StateMachine.Type.EXPRESS, null);
  }

  String machine(String definition, String name, StateMachine.Type type, @Nullable String logging) {
    return millrace
        .stateMachines()
        .create(
            name,
            type,
            new MachineSettings(
                definition, "arn:aws:iam::000000000000:role/role", logging, null, null),
            Map.of())
        .arn();
  }

  /// Moves the clock and has the loops look at it.
  void advance(Duration by) {
    clock.advance(by);
    millrace.tick();
  }

  ExecutionDescription ended(String arn) {
    until(() -> millrace.executions().describe(arn).summary().status().isTerminal(), arn);
    return millrace.executions().describe(arn);
  }

  List<HistoryEvent> history(String arn) {
    return millrace.executions().history(arn, 1, false, 100_000);
  }

  List<EventType> types(String arn) {
    return history(arn).stream().map(HistoryEvent::type).toList();
  }

  /// Waits until the history has an event of this type.
  HistoryEvent event(String arn, EventType type) {
    until(() -> types(arn).contains(type), arn + " has " + type);
    return history(arn).stream().filter(e -> e.type() == type).findFirst().orElseThrow();
  }

  void untilInMemory(int executions) {
    until(
        () -> millrace.statistics().inMemory() == executions,
        () -> "executions in memory: " + millrace.statistics());
  }

  void until(BooleanSupplier condition, String what) {
    until(condition, () -> what);
  }

  /// Other threads work meanwhile; there is nothing to wait on but what they leave.
  void until(BooleanSupplier condition, Supplier<String> what) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never happened: " + what.get());
      }
      LockSupport.parkNanos(200_000);
    }
  }

  @Override
  public void close() {
    millrace.close();
  }

  /// A chain of Pass states.
  static String passes(int states) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < states; i++) {
      texts.add(
          "\"S%d\":{\"Type\":\"Pass\",%s}"
              .formatted(i, i + 1 < states ? "\"Next\":\"S" + (i + 1) + "\"" : "\"End\":true"));
    }
    return "{\"StartAt\":\"S0\",\"States\":{" + String.join(",", texts) + "}}";
  }

  /// One Task state with more fields.
  static String task(String fields) {
    return "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Resource\":"
        + "\"arn:aws:lambda:us-east-1:000000000000:function:f\",\"End\":true"
        + (fields.isEmpty() ? "" : "," + fields)
        + "}}}";
  }

  /// A Wait state.
  static String waiting(long seconds) {
    return "{\"StartAt\":\"W\",\"States\":{\"W\":{\"Type\":\"Wait\",\"Seconds\":"
        + seconds
        + ",\"End\":true}}}";
  }
}
