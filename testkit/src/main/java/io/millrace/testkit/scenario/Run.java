package io.millrace.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.engine.decide.Command;
import io.millrace.engine.decide.EngineLimits;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.trace.Trace;
import io.millrace.engine.trace.TraceText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// An execution in virtual time: when nothing else can happen, the clock goes to the next moment at
/// which something does. One test, one thread.
public final class Run {
  private final Stage stage;
  private final Script script;
  private final PriorityQueue<Planned> plan =
      new PriorityQueue<>(
          Comparator.comparingLong(Planned::atMillis).thenComparingLong(Planned::number));
  private final List<Long> held = new ArrayList<>();
  private long now;
  private long planned;

  /// Something that a scripted task will do.
  private record Planned(long atMillis, long number, long scheduledEventId, Command command) {}

  Run(
      StateMachineDefinition definition,
      Script script,
      EngineLimits limits,
      Instant start,
      boolean crashing) {
    this.script = script;
    this.now = start.toEpochMilli();
    this.stage = new Stage(definition, limits, now, crashing);
  }

  void begin(Payload input) {
    send(new Command.Start(input));
    play(Long.MAX_VALUE, true);
  }

  /// Lets time pass; what falls due meanwhile happens.
  public Run advance(Duration by) {
    long until = now + by.toMillis();
    play(until, false);
    now = Math.max(now, until);
    return this;
  }

  /// Lets time pass until the execution has ended, whatever the test could still say about open
  /// tasks.
  public Run toTheEnd() {
    play(Long.MAX_VALUE, false);
    return this;
  }

  /// The open task of this state succeeds, now.
  ///
  /// @param result JSON text, or anything that Jackson can write as JSON
  public Run succeed(String state, Object result) {
    long id = take(state);
    send(new Command.TaskSucceeded(id, now, Texts.payload(result)));
    play(Long.MAX_VALUE, true);
    return this;
  }

  /// The open task of this state fails, now.
  public Run fail(String state, String error, @Nullable String cause) {
    long id = take(state);
    send(new Command.TaskFailed(id, now, error, cause));
    play(Long.MAX_VALUE, true);
    return this;
  }

  /// The worker of this state's open task sends a heartbeat, now.
  public Run heartbeat(String state) {
    send(new Command.TaskHeartbeat(open(state).scheduledEventId()));
    return this;
  }

  /// The execution is stopped, now.
  public Run stop(@Nullable String error, @Nullable String cause) {
    send(new Command.Stop(error, cause));
    return this;
  }

  public ExecutionStatus status() {
    return stage.execution().status();
  }

  /// The output of an execution that succeeded.
  ///
  /// @throws AssertionError when it did not
  public JsonNode output() {
    Payload output = trace().output();
    if (output == null) {
      throw new AssertionError("There is no output:\n" + tree());
    }
    return output.node();
  }

  /// What has happened.
  public Trace trace() {
    return Trace.of(stage.history());
  }

  /// All events so far.
  public List<HistoryEvent> history() {
    return stage.history();
  }

  /// The moment it is now.
  public Instant now() {
    return Instant.ofEpochMilli(now);
  }

  /// How much virtual time has passed since the start, until the end of an execution that has
  /// ended.
  public Duration duration() {
    Trace trace = trace();
    long end = status().isTerminal() ? trace.lastMillis() : now;
    return Duration.ofMillis(end - trace.startMillis());
  }

  /// What a state's open task was given; also its token.
  ///
  /// @throws AssertionError when no task of this state is open
  public Call openTask(String state) {
    return new Call(open(state), 0);
  }

  /// The run as a tree of lines, for messages.
  public String tree() {
    return TraceText.of(trace(), TraceText.Style.PLAIN);
  }

  private TaskAttempt open(String state) {
    return stage.open().stream()
        .filter(attempt -> attempt.stateName().equals(state))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No task of '" + state + "' is open:\n" + tree()));
  }

  private long take(String state) {
    long id = open(state).scheduledEventId();
    forget(id);
    return id;
  }

  private void forget(long scheduledEventId) {
    held.remove(scheduledEventId);
    plan.removeIf(next -> next.scheduledEventId == scheduledEventId);
  }

  private void send(Command command) {
    Stage.News news = stage.send(command, now);
    news.cancelled().forEach(this::forget);
    for (TaskAttempt attempt : news.dispatched()) {
      dispatch(attempt);
    }
  }

  private void dispatch(TaskAttempt attempt) {
    When when = script.find(attempt);
    Call call = new Call(attempt, when.countCall());
    Answer answer = when.answer(call.number());
    long id = attempt.scheduledEventId();
    if (Stage.isHandedOver(attempt)) {
      plan(now, id, new Command.TaskSubmitted(id, now, Payload.EMPTY_OBJECT));
    }
    long end = now + answer.after().toMillis();
    Duration beat = answer.beat();
    if (beat != null) {
      for (long at = now + beat.toMillis(); at < end; at += beat.toMillis()) {
        plan(at, id, new Command.TaskHeartbeat(id));
      }
    }
    switch (answer.what()) {
      case Answer.What.Returns returns ->
          plan(
              end,
              id,
              new Command.TaskSucceeded(
                  id, now, Payload.ofNode(returns.result().apply(call).deepCopy())));
      case Answer.What.Fails fails ->
          plan(end, id, new Command.TaskFailed(id, now, fails.error(), fails.cause()));
      case Answer.What.Silence _ -> {
        // Only the state's timeout can end it.
      }
      case Answer.What.Held _ -> held.add(id);
    }
  }

  private void plan(long atMillis, long scheduledEventId, Command command) {
    plan.add(new Planned(atMillis, planned++, scheduledEventId, command));
  }

  private void play(long untilMillis, boolean pausesWhenHeld) {
    while (status() == ExecutionStatus.RUNNING) {
      Planned first = plan.peek();
      Long wake = stage.execution().wakeMillis();
      long next =
          Math.min(
              first == null ? Long.MAX_VALUE : first.atMillis,
              wake == null ? Long.MAX_VALUE : wake);
      boolean isHeld = pausesWhenHeld && !held.isEmpty() && next > now;
      if (next == Long.MAX_VALUE || next > untilMillis || isHeld) {
        return;
      }
      now = Math.max(now, next);
      if (first != null && first.atMillis <= now) {
        plan.poll();
        send(first.command);
      } else {
        send(new Command.Resume());
      }
    }
  }
}
