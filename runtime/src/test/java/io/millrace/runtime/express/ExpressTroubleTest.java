package io.millrace.runtime.express;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.asl.Asl;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Resource;
import io.millrace.engine.decide.Command;
import io.millrace.engine.decide.Decider;
import io.millrace.engine.decide.EngineLimits;
import io.millrace.engine.execution.Execution;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import io.millrace.runtime.Refusal;
import io.millrace.runtime.RefusedException;
import io.millrace.runtime.RuntimeConfig;
import io.millrace.runtime.task.Dispatcher;
import io.millrace.runtime.task.HmacTaskTokens;
import io.millrace.runtime.watch.ExecutionListener;
import io.millrace.testkit.ScriptedConnector;
import io.millrace.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExpressTroubleTest {
  private static final Instant T0 = Instant.parse("2026-11-24T00:00:00Z");
  private static final HmacTaskTokens TOKENS = new HmacTaskTokens(new byte[32]);
  private static final String TASK =
      """
      {"StartAt":"T","States":{"T":{"Type":"Task","End":true,
        "Resource":"arn:aws:lambda:us-east-1:000000000000:function:f"}}}
      """;
  private static final String WAIT =
      "{\"StartAt\":\"W\",\"States\":{\"W\":{\"Type\":\"Wait\",\"Seconds\":200,\"End\":true}}}";

  private final SettableClock clock = new SettableClock(T0);
  @AutoClose private final ExpressTimers timers = new ExpressTimers(clock);

  /// What a listener heard of, with bills.
  private static final class Heard implements ExecutionListener {
    final List<HistoryEvent> events = new CopyOnWriteArrayList<>();
    final AtomicInteger bills = new AtomicInteger();

    @Override
    public void committed(ExecutionHeader header, List<HistoryEvent> told) {
      events.addAll(told);
    }

    @Override
    public void billed(ExecutionHeader header, long billedMillis, long memoryMegabytes) {
      bills.incrementAndGet();
    }

    List<EventType> types() {
      return events.stream().map(HistoryEvent::type).toList();
    }
  }

  @Test
  void anErrorWhileATaskEndsFailsItsExecutionAndGivesItsPlacesBack() {
    Heard heard = new Heard();
    try (ExpressExecutions express =
        executions(failing("task T", "decide"), ScriptedConnector.echo(), heard)) {
      for (int i = 0; i < 3; i++) { // one at a time fits, and one task at a time
        ExpressOutcome outcome = express.run(start(TASK));

        assertThat(outcome.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(outcome.error()).isEqualTo("States.Runtime");
        assertThat(outcome.cause()).contains("server's log");
        assertThat(express.running()).isZero();
      }
    }
    assertThat(heard.types())
        .startsWith(
            EventType.ExecutionStarted,
            EventType.TaskStateEntered,
            EventType.LambdaFunctionScheduled,
            EventType.ExecutionFailed)
        .hasSize(12);
    assertThat(heard.events.get(3).id()).isEqualTo(4);
    assertThat(heard.events.get(3).previousEventId()).isEqualTo(3);
    assertThat(heard.bills).hasValue(3);
  }

  @Test
  void anErrorOverTheFirstDecisionIsTheWholeHistory() {
    Heard heard = new Heard();
    String here = Thread.currentThread().getName();
    try (ExpressExecutions express =
        executions(failing(here, "decide"), ScriptedConnector.echo(), heard)) {
      assertThat(express.run(start(TASK)).status()).isEqualTo(ExecutionStatus.FAILED);
    }
    assertThat(heard.types())
        .containsExactly(EventType.ExecutionStarted, EventType.ExecutionFailed);
  }

  @Test
  void anErrorOfAListenerTakesNoPlaceAlong() {
    ExecutionListener listener =
        new ExecutionListener() {
          @Override
          public void billed(ExecutionHeader header, long billedMillis, long memoryMegabytes) {
            throw new AssertionError("meant");
          }

          @Override
          public void dispatched(ExecutionHeader header, TaskAttempt attempt) {
            throw new AssertionError("meant");
          }
        };
    try (ExpressExecutions express = executions(clock, ScriptedConnector.echo(), listener)) {
      for (int i = 0; i < 3; i++) {
        assertThat(express.run(start(TASK)).status().isTerminal()).isTrue();
        assertThat(express.running()).isZero();
      }
    }
  }

  @Test
  void aStartThatOvertakesTheEndOfTheServerIsRefused() {
    ExpressExecutions express = executions(clock, ScriptedConnector.echo(), ExecutionListener.NONE);
    ExpressExecutions.Start late = start(WAIT);
    express.admit(late, true);
    express.close();
    ExpressExecution execution =
        new ExpressExecution(
            Execution.begin(late.header(), late.definition()), late, parts(ExecutionListener.NONE));

    assertThatThrownBy(() -> express.enter(execution))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal()).isInstanceOf(Refusal.Unavailable.class));
    assertThat(express.running()).isZero();
  }

  @Test
  void aTimerThatHasBeenReplacedTakesNoOtherAlong() {
    ExpressExecutions.Start start = start(WAIT);
    ExpressExecution execution =
        new ExpressExecution(
            Execution.begin(start.header(), start.definition()),
            start,
            parts(ExecutionListener.NONE));
    execution.take(new Command.Start(start.input()));
    assertThat(timers.armed()).isEqualTo(1);

    execution.wake(new ExpressTimers.Due(T0.toEpochMilli(), Long.MAX_VALUE));
    assertThat(timers.armed()).isEqualTo(1);

    execution.take(new Command.Stop(null, null));
    assertThat(execution.end()).isDone();
    assertThat(timers.armed()).isZero();
  }

  @Test
  void timersGoOnAfterAnError() throws Exception {
    AtomicInteger errors = new AtomicInteger();
    InstantSource now =
        () -> {
          if (Thread.currentThread().getName().equals("millrace-express-timers")
              && errors.incrementAndGet() <= 3) {
            throw new AssertionError("meant");
          }
          return clock.instant();
        };
    try (ExpressTimers after = new ExpressTimers(now)) {
      CompletableFuture<ExpressTimers.Due> fired = new CompletableFuture<>();

      ExpressTimers.Due due = after.arm(T0.toEpochMilli(), fired::complete);

      assertThat(fired.get(30, TimeUnit.SECONDS)).isEqualTo(due);
      assertThat(errors).hasValueGreaterThan(3);
    }
  }

  @Test
  void anExecutionThatNothingWokeInTimeCanBeEnded() throws Exception {
    Heard heard = new Heard();
    ExpressExecutions.Start start = start(WAIT);
    ExpressExecution execution =
        new ExpressExecution(
            Execution.begin(start.header(), start.definition()), start, parts(heard));
    execution.take(new Command.Start(start.input()));

    execution.overdue();
    execution.overdue();

    assertThat(execution.end().get().error()).isEqualTo("States.Runtime");
    assertThat(timers.armed()).isZero();
    assertThat(heard.types())
        .containsExactly(
            EventType.ExecutionStarted, EventType.WaitStateEntered, EventType.ExecutionFailed);
  }

  @Test
  void whoDecidesHoldsUpNoOtherTask() throws Exception {
    CountDownLatch deciding = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    var connector =
        new ScriptedConnector(
            attempt -> {
              if (attempt.scheduledEventId() == 2) {
                second.countDown();
              }
              return new TaskOutcome.Succeeded(attempt.parameters());
            });
    Dispatcher.News slow =
        (_, _, _) -> {
          deciding.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    try (Dispatcher one =
        new Dispatcher(
            List.of(connector), 1, Duration.ofMillis(1), clock, ExecutionListener.NONE, slow)) {
      one.dispatch(attempt(1));
      deciding.await();

      one.dispatch(attempt(2));

      assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
      goOn.countDown();
    }
  }

  @Test
  void whoDecidesHoldsUpNoNewsThatOthersHaveStarted() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch started = new CountDownLatch(2);
    var connector =
        new ScriptedConnector(
            attempt -> {
              end.await();
              return new TaskOutcome.Succeeded(attempt.parameters());
            });
    Dispatcher.News slow =
        (_, command, _) -> {
          if (command instanceof Command.TaskStarted) {
            started.countDown();
            try {
              end.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    try (Dispatcher both =
        new Dispatcher(
            List.of(connector), 2, Duration.ofMillis(1), clock, ExecutionListener.NONE, slow)) {
      both.dispatch(attempt(1));
      both.dispatch(attempt(2));

      assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
      end.countDown();
    }
  }

  private static TaskAttempt attempt(long event) {
    return new TaskAttempt(
        new UUID(0, 1),
        "arn",
        event,
        "T",
        new Resource.LambdaFunction("arn:aws:lambda:us-east-1:0:function:f"),
        Payload.EMPTY_OBJECT,
        Long.MAX_VALUE,
        null,
        null,
        null,
        null);
  }

  /// A clock that fails on threads named so within methods of this name.
  private InstantSource failing(String thread, String method) {
    return () -> {
      if (Thread.currentThread().getName().startsWith(thread)
          && StackWalker.getInstance()
              .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals(method)))) {
        throw new AssertionError("meant");
      }
      return clock.instant();
    };
  }

  /// One execution at a time, and one task.
  private static ExpressExecutions executions(
      InstantSource clock, ScriptedConnector connector, ExecutionListener listener) {
    RuntimeConfig config =
        RuntimeConfig.standard()
            .withExpress(new ExpressConfig(1, 262_144, 1, ExpressConfig.AWS_LIFETIME));
    return new ExpressExecutions(config, List.of(connector), TOKENS, clock, listener);
  }

  private ExpressParts parts(ExecutionListener listener) {
    return new ExpressParts(
        new Decider(TOKENS, new EngineLimits(Long.MAX_VALUE, 262_144, 1_000)),
        clock,
        new Dispatcher(List.of(), 1, Duration.ofMinutes(1), clock, listener, (_, _, _) -> {}),
        timers,
        listener,
        _ -> {});
  }

  private ExpressExecutions.Start start(String definition) {
    UUID id = UUID.randomUUID();
    ExecutionHeader header =
        new ExecutionHeader(
            id,
            "arn:aws:states:us-east-1:000000000000:express:m:one:" + id,
            "one",
            "arn:aws:states:us-east-1:000000000000:stateMachine:m",
            "m",
            UUID.randomUUID(),
            "arn:aws:iam::000000000000:role/role",
            "us-east-1",
            T0.toEpochMilli(),
            7);
    return new ExpressExecutions.Start(
        header,
        Objects.requireNonNull(Asl.parse(definition).value()),
        definition.length(),
        Payload.EMPTY_OBJECT);
  }
}
