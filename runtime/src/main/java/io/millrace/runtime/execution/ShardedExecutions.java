package io.millrace.runtime.execution;

import io.millrace.asl.json.Payload;
import io.millrace.engine.decide.Command;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.execution.Redrivability;
import io.millrace.engine.execution.Redrives;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.journal.ExecutionReads;
import io.millrace.engine.journal.JournalUnavailableException;
import io.millrace.engine.map.MapRunRow;
import io.millrace.runtime.Arns;
import io.millrace.runtime.Refusal;
import io.millrace.runtime.RefusedException;
import io.millrace.runtime.ResourceNames;
import io.millrace.runtime.RuntimeConfig;
import io.millrace.runtime.express.ExpressExecutions;
import io.millrace.runtime.express.ExpressOutcome;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.machine.StateMachines;
import io.millrace.runtime.map.MapRuns;
import io.millrace.runtime.shard.Reply;
import io.millrace.runtime.shard.Shards;
import io.millrace.runtime.task.HmacTaskTokens;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The facade over the shards, over the reads, and over the executions that are kept nowhere.
public final class ShardedExecutions implements Executions {
  private static final int SHORT_HISTORY = 64;
  private static final int ALL = Integer.MAX_VALUE;

  /// So often it may end by itself and be redriven while it is being stopped.
  private static final int STOPS_MOST = 100;

  private static final String MACHINE_GONE = "State machine is in DELETING status";

  private final Shards shards;
  private final ExpressExecutions express;
  private final ExecutionReads reads;
  private final StateMachines machines;
  private final HmacTaskTokens tokens;
  private final RuntimeConfig config;
  private final InstantSource clock;
  private final ExecutionIds ids = new ExecutionIds();

  public ShardedExecutions(
      Shards shards,
      ExpressExecutions express,
      ExecutionReads reads,
      StateMachines machines,
      HmacTaskTokens tokens,
      RuntimeConfig config,
      InstantSource clock) {
    this.shards = shards;
    this.express = express;
    this.reads = reads;
    this.machines = machines;
    this.tokens = tokens;
    this.config = config;
    this.clock = clock;
  }

  @Override
  public Started start(String stateMachineArn, @Nullable String name, String input) {
    return available(
        () -> {
          StateMachine machine = machines.startable(stateMachineArn);
          checkInput(input);
          String checkedName = checked(name);
          if (machine.type() == StateMachine.Type.EXPRESS) {
            ExpressExecutions.Start start = expressStart(machine, checkedName, input);
            express.start(start);
            return new Started(start.header().arn(), start.header().startMillis());
          }
          ExecutionHeader header =
              header(
                  machine,
                  checkedName,
                  ids.next(clock.millis()),
                  config.arns().execution(machine.name(), checkedName));
          Reply reply =
              shards.begin(
                  header,
                  machines.definitionOf(machine.revision()),
                  new Command.Start(Payload.ofText(input)));
          return reply instanceof Reply.NameTaken
              ? sameOrRefused(header.arn(), input)
              : new Started(header.arn(), header.startMillis());
        });
  }

  @Override
  public ExpressOutcome startSync(String stateMachineArn, @Nullable String name, String input) {
    return available(
        () -> {
          StateMachine machine = machines.startable(stateMachineArn);
          if (machine.type() == StateMachine.Type.STANDARD) {
            throw notSupported();
          }
          checkInput(input);
          return express.run(expressStart(machine, checked(name), input));
        });
  }

  private ExpressExecutions.Start expressStart(StateMachine machine, String name, String input) {
    String halted = shards.halted();
    if (halted != null) {
      throw new RefusedException(new Refusal.Unavailable(halted));
    }
    return new ExpressExecutions.Start(
        header(
            machine,
            name,
            ids.next(clock.millis()),
            config.arns().express(machine.name(), name, UUID.randomUUID())),
        machines.definitionOf(machine.revision()),
        machine.settings().definition().length(),
        Payload.ofText(input));
  }

  private void checkInput(String input) {
    String problem = JsonTexts.problem(input, config.limits().payloadBytesMax());
    if (problem != null) {
      throw new RefusedException(new Refusal.InvalidExecutionInput(problem));
    }
  }

  private static String checked(@Nullable String name) {
    return name == null ? UUID.randomUUID().toString() : ResourceNames.checked(name);
  }

  /// Recorded for both types: api/test_start_sync_execution,
  /// api_express/test_start_async_describe_history_execution.
  private static RefusedException notSupported() {
    return new RefusedException(
        new Refusal.StateMachineTypeNotSupported(
            "This operation is not supported by this type of state machine"));
  }

  private ExecutionHeader header(StateMachine machine, String name, UUID id, String arn) {
    return new ExecutionHeader(
        id,
        arn,
        name,
        machine.arn(),
        machine.name(),
        machine.revision(),
        machine.settings().roleArn(),
        config.arns().region(),
        clock.millis(),
        ids.seed());
  }

  /// Idempotency: the execution that has the name is the answer when it runs on the same input.
  private Started sameOrRefused(String arn, String input) {
    ExecutionReads.Summary existing = found(arn);
    if (existing.status() != ExecutionStatus.RUNNING
        || !input(existing.header().id(), reads.events(existing.header().id(), 1, false, 1))
            .text()
            .equals(input)) {
      throw new RefusedException(new Refusal.ExecutionAlreadyExists(arn));
    }
    return new Started(arn, existing.header().startMillis());
  }

  @Override
  public long stop(String executionArn, @Nullable String error, @Nullable String cause) {
    return available(
        () -> {
          Arns.checkExecution(executionArn);
          for (int i = 0; i < STOPS_MOST; i++) {
            ExecutionReads.Summary summary = found(executionArn);
            Long stopped = summary.stopMillis();
            if (stopped == null
                && shards.command(summary.header().id(), new Command.Stop(error, cause))
                    instanceof Reply.Done done) {
              stopped = done.stopMillis();
            }
            if (stopped != null) {
              return stopped;
            }
            // It ended by itself meanwhile, and may have been redriven since.
          }
          throw new IllegalStateException("stopped and yet running: " + executionArn);
        });
  }

  @Override
  public long redrive(String executionArn, @Nullable String clientToken) {
    return available(
        () -> {
          Arns.checkExecution(executionArn);
          ExecutionReads.Summary summary = found(executionArn);
          if (summary.header().child() != null) {
            throw notRedrivable(
                "Execution is a child of a Map Run and is redriven with its parent");
          }
          if (isMachineGone(summary)) {
            Redrives before = Redrives.of(reads.events(summary.header().id(), 1, false, ALL));
            if (before.isRepetition(clientToken, clock.millis())) {
              return before.millisOf(clientToken);
            }
            throw notRedrivable(MACHINE_GONE);
          }
          Reply reply = shards.command(summary.header().id(), Command.Redrive.of(clientToken));
          if (reply instanceof Reply.Done done) {
            return done.redriveMillis();
          }
          String problem = redriveProblem(found(executionArn));
          throw notRedrivable(problem == null ? "Execution is changing; try again" : problem);
        });
  }

  private static RefusedException notRedrivable(String problem) {
    return new RefusedException(new Refusal.ExecutionNotRedrivable(problem));
  }

  @Override
  public @Nullable String redriveProblem(ExecutionReads.Summary execution) {
    String problem =
        Redrivability.problem(
            execution.status(),
            execution.header().startMillis(),
            execution.stopMillis(),
            execution.lastEventId(),
            config.limits().historyEventsMax(),
            clock.millis());
    if (problem != null) {
      return problem;
    }
    return available(
        () ->
            execution.header().child() == null
                ? isMachineGone(execution) ? MACHINE_GONE : null
                : mapRunProblem(execution.header()));
  }

  /// Why a child cannot be redriven with its Map Run: its parent cannot be, or goes on after it.
  private @Nullable String mapRunProblem(ExecutionHeader child) {
    MapRunRow run = mapRuns().of(child).orElse(null);
    ExecutionReads.Summary parent = run == null ? null : reads.find(run.parentArn()).orElse(null);
    if (run == null || parent == null) {
      return "The Map Run of this execution does not exist any more";
    }
    String problem = redriveProblem(mapRuns().shown(parent));
    return problem == null && run.status() == MapRunRow.Status.SUCCEEDED
        ? "Map Run is SUCCEEDED and cannot be redriven"
        : problem;
  }

  private boolean isMachineGone(ExecutionReads.Summary execution) {
    try {
      return machines.describe(execution.header().stateMachineArn()).status()
          == StateMachine.Status.DELETING;
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.StateMachineDoesNotExist) {
        return true;
      }
      throw e;
    }
  }

  @Override
  public ExecutionDescription describe(String executionArn) {
    return available(
        () -> {
          Arns.checkExecution(executionArn);
          ExecutionReads.Summary row = found(executionArn);
          ExecutionReads.Summary summary = mapRuns().shown(row);
          UUID id = summary.header().id();
          boolean isEnded = row.status() != ExecutionStatus.RUNNING;
          // The ends of a short history in one read, of a long one in two.
          boolean isShort = isEnded && summary.lastEventId() <= SHORT_HISTORY;
          List<HistoryEvent> events = reads.events(id, 1, false, isShort ? SHORT_HISTORY : 1);
          Payload input = input(id, events);
          if (!isEnded) {
            return new ExecutionDescription(summary, input, null, null, null);
          }
          // Not simply the last one there is: it may have been redriven since its row was read.
          HistoryEvent last =
              isShort
                  ? events.get(Math.toIntExact(summary.lastEventId()) - 1)
                  : event(id, summary.lastEventId());
          return switch (last.details()) {
            case EventDetails.Output end ->
                new ExecutionDescription(summary, input, end.output(), null, null);
            case EventDetails.Failure end ->
                new ExecutionDescription(summary, input, null, end.error(), end.cause());
            case EventDetails.None _,
                EventDetails.ExecutionStart _,
                EventDetails.ExecutionRedriven _,
                EventDetails.MapRunRedriven _,
                EventDetails.StateEntered _,
                EventDetails.StateExited _,
                EventDetails.TaskScheduled _,
                EventDetails.TaskStarted _,
                EventDetails.TaskOutput _,
                EventDetails.TaskFailure _,
                EventDetails.LambdaScheduled _,
                EventDetails.ActivityScheduled _,
                EventDetails.ActivityStarted _,
                EventDetails.MapStarted _,
                EventDetails.MapRunStarted _,
                EventDetails.Iteration _,
                EventDetails.EvaluationFailed _ ->
                throw new IllegalStateException(
                    executionArn + " has ended with an event that ends nothing");
          };
        });
  }

  @Override
  public List<ExecutionReads.Summary> list(
      String stateMachineArn, @Nullable ExecutionStatus status, @Nullable UUID after, int limit) {
    return available(
        () -> {
          if (machines.describe(stateMachineArn).type() == StateMachine.Type.EXPRESS) {
            throw notSupported();
          }
          return reads.list(stateMachineArn, status, after, limit);
        });
  }

  @Override
  public List<HistoryEvent> history(
      String executionArn, long fromEventId, boolean reverse, int limit) {
    return available(
        () -> {
          Arns.checkExecution(executionArn);
          return reads.events(found(executionArn).header().id(), fromEventId, reverse, limit);
        });
  }

  @Override
  public void taskSucceeded(String taskToken, String output) {
    HmacTaskTokens.Named named = named(taskToken);
    String problem = JsonTexts.problem(output, config.limits().payloadBytesMax());
    if (problem != null) {
      throw new RefusedException(new Refusal.InvalidOutput(problem));
    }
    report(
        named,
        new Command.TaskSucceeded(
            named.scheduledEventId(), clock.millis(), Payload.ofText(output)));
  }

  @Override
  public void taskFailed(String taskToken, @Nullable String error, @Nullable String cause) {
    HmacTaskTokens.Named named = named(taskToken);
    report(named, new Command.TaskFailed(named.scheduledEventId(), clock.millis(), error, cause));
  }

  @Override
  public void taskHeartbeat(String taskToken) {
    HmacTaskTokens.Named named = named(taskToken);
    report(named, new Command.TaskHeartbeat(named.scheduledEventId()));
  }

  @Override
  public MapRuns mapRuns() {
    return shards.mapRuns();
  }

  @Override
  public @Nullable String halted() {
    return shards.halted();
  }

  private HmacTaskTokens.Named named(String taskToken) {
    return tokens
        .check(taskToken)
        .orElseThrow(() -> new RefusedException(new Refusal.InvalidToken()));
  }

  private void report(HmacTaskTokens.Named named, Command news) {
    switch (available(() -> shards.command(named.executionId(), news))) {
      case Reply.Done _ -> {
        // durable
      }
      case Reply.NoSuchExecution _ ->
          throw new RefusedException(
              new Refusal.TaskDoesNotExist("The execution of this task does not exist"));
      case Reply.NotOpen _ ->
          throw new RefusedException(
              new Refusal.TaskTimedOut("Provided task does not exist anymore"));
      case Reply.NameTaken _, Reply.Broken _, Reply.Stopped _ ->
          throw new IllegalStateException("no answer to news of a task");
    }
  }

  private ExecutionReads.Summary found(String executionArn) {
    return reads
        .find(executionArn)
        .orElseThrow(() -> new RefusedException(new Refusal.ExecutionDoesNotExist(executionArn)));
  }

  private static Payload input(UUID id, List<HistoryEvent> fromFirst) {
    if (!fromFirst.isEmpty()
        && fromFirst.getFirst().details() instanceof EventDetails.ExecutionStart start) {
      return start.input();
    }
    throw new IllegalStateException("execution " + id + " does not begin with ExecutionStarted");
  }

  private HistoryEvent event(UUID id, long eventId) {
    List<HistoryEvent> events = reads.events(id, eventId, false, 1);
    if (events.isEmpty()) {
      throw new IllegalStateException("execution " + id + " has no event " + eventId);
    }
    return events.getFirst();
  }

  private static <T> T available(Supplier<T> work) {
    try {
      return work.get();
    } catch (JournalUnavailableException e) {
      throw new RefusedException(
          new Refusal.Unavailable("The store cannot be reached: " + e.getMessage()));
    }
  }
}
