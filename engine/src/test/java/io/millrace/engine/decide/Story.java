package io.millrace.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.asl.Asl;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.engine.execution.Execution;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.map.MapRunPlan;
import io.millrace.engine.task.TaskAttempt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// Tells a definition's story step by step, with time as data. With `crashing`, the execution is
/// thrown away after every decision and replayed from its history, so each story also proves that
/// nothing lives in memory only.
final class Story {
  static final long T0 = 1_800_000_000_000L;

  private final Decider decider;
  private final StateMachineDefinition definition;
  private final boolean crashing;
  private final List<HistoryEvent> history = new ArrayList<>();
  private final Map<Long, TaskAttempt> open = new LinkedHashMap<>();
  private final Map<UUID, MapRunPlan> mapRuns = new LinkedHashMap<>();
  private Execution execution;
  private long now = T0;
  private int dispatched;

  private Story(String definition, boolean crashing, EngineLimits limits) {
    this.decider = new Decider((id, event) -> "token-" + event, limits);
    this.definition = Asl.parse(definition).orThrow();
    this.crashing = crashing;
    this.execution =
        Execution.begin(
            new ExecutionHeader(
                new UUID(1, 2),
                "arn:aws:states:us-east-1:000000000000:execution:m:e",
                "e",
                "arn:aws:states:us-east-1:000000000000:stateMachine:m",
                "m",
                new UUID(3, 4),
                "arn:aws:iam::000000000000:role/r",
                "us-east-1",
                T0,
                42),
            this.definition);
  }

  static Story of(String definition, boolean crashing) {
    return new Story(definition, crashing, EngineLimits.AWS);
  }

  static Story of(String definition, boolean crashing, EngineLimits limits) {
    return new Story(definition, crashing, limits);
  }

  Story start(String input) {
    return send(new Command.Start(Payload.ofText(input)));
  }

  Story send(Command command) {
    Decision decision = decider.decide(execution, command, now);
    boolean goOn = take(decision);
    while (goOn) {
      goOn = crashing ? crash() : take(decider.decide(execution, new Command.Resume(), now));
    }
    crash();
    return this;
  }

  private boolean take(Decision decision) {
    history.addAll(decision.events());
    boolean goOn = false;
    for (Effect effect : decision.effects()) {
      switch (effect) {
        case Effect.DispatchTask task -> {
          dispatched++;
          TaskAttempt already = open.put(task.attempt().scheduledEventId(), task.attempt());
          assertThat(already).as("an attempt that was dispatched before:\n%s", tell()).isNull();
        }
        case Effect.CancelTask cancel -> open.remove(cancel.scheduledEventId());
        case Effect.ForgetTask forget -> open.remove(forget.scheduledEventId());
        case Effect.StartMapRun start -> mapRuns.put(start.plan().id(), start.plan());
        case Effect.CancelMapRun cancel -> mapRuns.remove(cancel.mapRun());
        case Effect.GoOn _ -> goOn = true;
      }
    }
    return goOn;
  }

  /// Replays and resumes; true when there is more to do at once.
  private boolean crash() {
    if (!crashing) {
      return false;
    }
    if (execution.status() != ExecutionStatus.RUNNING) {
      readAgain();
      return false;
    }
    boolean busy = !execution.ready().isEmpty();
    Long wake = execution.wakeMillis();
    Map<Long, TaskAttempt> before = new LinkedHashMap<>(open);
    execution = decider.replay(execution.header(), definition, history);
    open.clear();
    Map<UUID, MapRunPlan> runsBefore = new LinkedHashMap<>(mapRuns);
    mapRuns.clear();
    Decision revived = decider.decide(execution, new Command.Resume(), now);
    boolean goOn = take(revived);
    if (busy) {
      return goOn;
    }
    assertThat(goOn).as("nothing new happens by a restart:\n%s", tell()).isFalse();
    assertThat(open.keySet())
        .as("attempts in flight after a restart:\n%s", tell())
        .containsExactlyInAnyOrderElementsOf(before.keySet());
    assertThat(mapRuns.keySet())
        .as("Map Runs after a restart:\n%s", tell())
        .containsExactlyInAnyOrderElementsOf(runsBefore.keySet());
    assertThat(execution.wakeMillis()).as("due time after a restart:\n%s", tell()).isEqualTo(wake);
    return goOn;
  }

  /// The execution has ended and left memory; it is read again for a redrive, which whoever reads
  /// it precedes with a `Resume`, as for any other.
  private void readAgain() {
    execution = decider.replay(execution.header(), definition, history);
    Decision nothing = decider.decide(execution, new Command.Resume(), now);
    assertThat(nothing.events()).as("what has ended does not go on:\n%s", tell()).isEmpty();
    assertThat(nothing.effects()).as("what has ended does not go on:\n%s", tell()).isEmpty();
  }

  /// The process dies, and starts again so many seconds later.
  Story downFor(long seconds) {
    now += seconds * 1000;
    execution = decider.replay(execution.header(), definition, history);
    open.clear();
    mapRuns.clear();
    return send(new Command.Resume());
  }

  /// The Map Runs that go on.
  List<MapRunPlan> mapRuns() {
    return mapRuns.values().stream()
        .sorted(Comparator.comparingLong(MapRunPlan::startedEventId))
        .toList();
  }

  Story mapRunSucceeds(String output) {
    MapRunPlan plan = mapRuns().getFirst();
    mapRuns.remove(plan.id());
    return send(new Command.MapRunSucceeded(plan.mapRun().openedEventId(), Payload.ofText(output)));
  }

  Story mapRunFails(String error) {
    MapRunPlan plan = mapRuns().getFirst();
    mapRuns.remove(plan.id());
    return send(new Command.MapRunFailed(plan.mapRun().openedEventId(), error, "because"));
  }

  Story redrive() {
    readAgain();
    open.clear();
    mapRuns.clear();
    return send(Command.Redrive.of(null));
  }

  /// The first decision's answer.
  boolean accepts(Command command) {
    Decision decision = decider.decide(execution, command, now);
    take(decision);
    return decision.accepted();
  }

  int dispatchedCount() {
    return dispatched;
  }

  Story advance(long seconds) {
    now += seconds * 1000;
    return send(new Command.Resume());
  }

  private TaskAttempt attemptOf(String state) {
    return open.values().stream()
        .filter(a -> a.stateName().equals(state))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no open attempt of " + state + "\n" + tell()));
  }

  Story taskSucceeds(String state, String output) {
    long id = attemptOf(state).scheduledEventId();
    open.remove(id);
    return send(new Command.TaskSucceeded(id, now, Payload.ofText(output)));
  }

  Story taskFails(String state, String error) {
    long id = attemptOf(state).scheduledEventId();
    open.remove(id);
    return send(new Command.TaskFailed(id, now, error, "because"));
  }

  Story attemptSucceeds(int which, String output) {
    long id = nth(which);
    return send(new Command.TaskSucceeded(id, now, Payload.ofText(output)));
  }

  Story attemptFails(int which, String error) {
    long id = nth(which);
    return send(new Command.TaskFailed(id, now, error, null));
  }

  private long nth(int which) {
    long id = open.keySet().stream().sorted().skip(which).findFirst().orElseThrow();
    open.remove(id);
    return id;
  }

  String parametersOf(String state) {
    return attemptOf(state).parameters().text();
  }

  int openAttempts() {
    return open.size();
  }

  List<HistoryEvent> history() {
    return history;
  }

  Execution execution() {
    return execution;
  }

  /// `id<-previous Type` for each event.
  String links() {
    return history.stream()
        .map(e -> e.id() + "<-" + e.previousEventId() + " " + e.type())
        .collect(Collectors.joining("\n"));
  }

  String tell() {
    return history.stream()
        .map(e -> e.id() + "<-" + e.previousEventId() + " " + e.type() + " " + e.details())
        .collect(Collectors.joining("\n"));
  }

  String output() {
    return ((io.millrace.engine.history.EventDetails.Output) history.getLast().details())
        .output()
        .text();
  }
}
