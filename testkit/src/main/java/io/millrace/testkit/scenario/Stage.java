package io.millrace.testkit.scenario;

import io.millrace.asl.model.Resource;
import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.engine.decide.Command;
import io.millrace.engine.decide.Decider;
import io.millrace.engine.decide.Decision;
import io.millrace.engine.decide.Effect;
import io.millrace.engine.decide.EngineLimits;
import io.millrace.engine.execution.Execution;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.journal.ExecutionWrite;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.testkit.InMemoryJournal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// One execution on the engine and an in-memory journal, kept as a server keeps it: events are
/// stored before anything is done about them. One use, one thread.
final class Stage {
  private static final String ARN = "arn:aws:states:us-east-1:123456789012:";

  private final Decider decider;
  private final StateMachineDefinition definition;
  private final ExecutionHeader header;
  private final boolean crashing;
  private final InMemoryJournal journal = new InMemoryJournal();
  private final List<HistoryEvent> history = new ArrayList<>();
  private final Map<Long, TaskAttempt> open = new LinkedHashMap<>();
  private Execution execution;

  /// What a decision asks for.
  ///
  /// @param dispatched attempts that are to be carried out, each told of once
  /// @param cancelled attempts that nobody waits for any more
  record News(List<TaskAttempt> dispatched, List<Long> cancelled) {}

  Stage(
      StateMachineDefinition definition, EngineLimits limits, long startMillis, boolean crashing) {
    this.decider = new Decider((_, event) -> "token-" + event, limits);
    this.definition = definition;
    this.crashing = crashing;
    this.header =
        new ExecutionHeader(
            new UUID((startMillis << 16) | 0x7000, 0x8000_0000_0000_0001L),
            ARN + "execution:machine:test",
            "test",
            ARN + "stateMachine:machine",
            "machine",
            new UUID(3, 4),
            "arn:aws:iam::123456789012:role/machine",
            "us-east-1",
            startMillis,
            42);
    this.execution = Execution.begin(header, definition);
  }

  Execution execution() {
    return execution;
  }

  List<HistoryEvent> history() {
    return List.copyOf(history);
  }

  Collection<TaskAttempt> open() {
    return open.values();
  }

  /// Whether an attempt has a `TaskSubmitted` event: its work is handed over, and its end is told
  /// of later.
  static boolean isHandedOver(TaskAttempt attempt) {
    return attempt.resource() instanceof Resource.ServiceIntegration service
        && switch (service.pattern()) {
          case SYNC, SYNC_2, WAIT_FOR_TASK_TOKEN -> true;
          case REQUEST_RESPONSE -> false;
        };
  }

  /// Sends a command, and goes on until the engine has nothing to do at this moment.
  News send(Command command, long nowMillis) {
    switch (command) {
      case Command.TaskSucceeded done -> open.remove(done.scheduledEventId());
      case Command.TaskFailed failed -> open.remove(failed.scheduledEventId());
      case Command.Start _,
          Command.Resume _,
          Command.TaskStarted _,
          Command.TaskSubmitted _,
          Command.TaskHeartbeat _,
          Command.MapRunSucceeded _,
          Command.MapRunFailed _,
          Command.Redrive _,
          Command.Stop _ -> {}
    }
    News news = new News(new ArrayList<>(), new ArrayList<>());
    boolean goOn = take(decider.decide(execution, command, nowMillis), news);
    crash();
    while (goOn) {
      goOn = take(decider.decide(execution, new Command.Resume(), nowMillis), news);
      crash();
    }
    if (crashing && execution.status() == ExecutionStatus.RUNNING) {
      // Builds the working set of the execution that was read back.
      while (take(decider.decide(execution, new Command.Resume(), nowMillis), news)) {}
    }
    return news;
  }

  private boolean take(Decision decision, News news) {
    store(decision.events());
    boolean goOn = false;
    for (Effect effect : decision.effects()) {
      switch (effect) {
        case Effect.DispatchTask(TaskAttempt attempt) -> {
          // Dispatched again after a crash, it is the same attempt.
          if (open.put(attempt.scheduledEventId(), attempt) == null) {
            news.dispatched.add(attempt);
          }
        }
        case Effect.CancelTask(long scheduledEventId) -> {
          open.remove(scheduledEventId);
          news.cancelled.add(scheduledEventId);
        }
        case Effect.ForgetTask(long scheduledEventId) -> {
          open.remove(scheduledEventId);
          news.cancelled.add(scheduledEventId);
        }
        case Effect.StartMapRun start ->
            throw new UnsupportedOperationException(
                "A scenario tests one execution, and the state '"
                    + start.plan().mapState()
                    + "' is a distributed Map, whose children are executions of their own. Test its"
                    + " ItemProcessor as a machine, or the whole with `mill run`.");
        case Effect.CancelMapRun _ -> {
          // None was started.
        }
        case Effect.GoOn _ -> goOn = true;
      }
    }
    return goOn;
  }

  private void store(List<HistoryEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    boolean isFirst = history.isEmpty();
    history.addAll(events);
    journal.commit(
        List.of(
            new ExecutionWrite(
                header,
                isFirst,
                events,
                execution.status(),
                execution.stopMillis(),
                execution.wakeMillis(),
                execution.inFlight())));
  }

  private void crash() {
    if (crashing && execution.status() == ExecutionStatus.RUNNING) {
      execution =
          decider.replay(header, definition, journal.load(header.id()).orElseThrow().events());
    }
  }
}
