package io.millrace.runtime;

import static io.millrace.runtime.World.task;
import static io.millrace.runtime.World.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import io.millrace.runtime.watch.ExecutionListener;
import io.millrace.testkit.InMemoryJournal.Disturbance;
import io.millrace.testkit.ScriptedConnector;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Those who watch hear everything durable once, and can disturb nothing.
class ExecutionListenerTest {

  @Test
  void everyDurableEventIsHeardOnceAndInOrder() {
    var heard = new Heard();
    try (World world = watched(heard, ScriptedConnector.echo())) {
      String machine = world.machine(task(""));
      String arn = world.millrace.executions().start(machine, "one", "{}").executionArn();
      world.ended(arn);
      world.until(() -> heard.types().contains(EventType.ExecutionSucceeded), "the end is heard");

      assertThat(heard.events).isEqualTo(world.history(arn));
      assertThat(heard.attempts).containsExactly("dispatched T", "began T", "returned T null");
    }
  }

  @Test
  void nothingIsHeardBeforeItIsDurable() throws InterruptedException {
    var heard = new Heard();
    var away = new AtomicBoolean();
    try (World world = watched(heard)) {
      String machine = world.machine(waiting(50));
      away.set(true);
      world.journal.disturb(_ -> away.get() ? Disturbance.REFUSED : Disturbance.NONE);
      var caller =
          Thread.ofVirtual().start(() -> world.millrace.executions().start(machine, "one", "{}"));
      world.until(() -> world.journal.commits() > 1, "the commit is tried again");
      assertThat(heard.events).isEmpty();

      away.set(false);
      caller.join();
      world.until(() -> heard.types().contains(EventType.WaitStateEntered), "the start is heard");
    }
  }

  @Test
  void anErrorsNameIsHeardAndAnAttemptThatIsStoppedReturnsOnce() throws InterruptedException {
    var heard = new Heard();
    var called = new CountDownLatch(1);
    try (World world =
        watched(
            heard,
            new ScriptedConnector(
                attempt -> {
                  if (attempt.parameters().text().contains("fail")) {
                    return new TaskOutcome.Failed("Lambda.TooManyRequestsException", "slow down");
                  }
                  called.countDown();
                  new CountDownLatch(1).await();
                  throw new AssertionError("nobody opens this");
                }))) {
      String machine = world.machine(task(""));
      world.ended(
          world.millrace.executions().start(machine, "a", "{\"fail\":true}").executionArn());
      String hanging = world.millrace.executions().start(machine, "b", "{}").executionArn();
      assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
      world.millrace.executions().stop(hanging, null, null);
      world.until(() -> heard.attempts.size() == 6, "both attempts returned");

      assertThat(heard.attempts)
          .contains("returned T Lambda.TooManyRequestsException")
          .contains("returned T java.lang.InterruptedException");
    }
  }

  @Test
  void anExecutionEndsAlsoWhenAllListeningFails() {
    ExecutionListener broken =
        new ExecutionListener() {
          @Override
          public void committed(ExecutionHeader header, List<HistoryEvent> events) {
            throw new IllegalStateException("no");
          }

          @Override
          public void dispatched(ExecutionHeader header, TaskAttempt attempt) {
            throw new IllegalStateException("no");
          }

          @Override
          public void began(TaskAttempt attempt) {
            throw new IllegalStateException("no");
          }

          @Override
          public void returned(TaskAttempt attempt, @Nullable String error, long elapsedNanos) {
            throw new IllegalStateException("no");
          }
        };
    try (World world = watched(broken, ScriptedConnector.echo())) {
      String machine = world.machine(task(""));
      String arn = world.millrace.executions().start(machine, "one", "{}").executionArn();

      assertThat(world.ended(arn).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }
  }

  private static World watched(ExecutionListener listener, Connector... connectors) {
    World world = new World(connectors);
    world.listener = listener;
    world.stopAndRestart();
    return world;
  }

  /// What was told, in order.
  private static final class Heard implements ExecutionListener {
    final List<HistoryEvent> events = new CopyOnWriteArrayList<>();
    final List<String> attempts = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable ExecutionHeader> last = new AtomicReference<>();

    List<EventType> types() {
      return events.stream().map(HistoryEvent::type).toList();
    }

    @Override
    public void committed(ExecutionHeader header, List<HistoryEvent> more) {
      last.set(header);
      events.addAll(more);
    }

    @Override
    public void dispatched(ExecutionHeader header, TaskAttempt attempt) {
      assertThat(Objects.requireNonNull(last.get()).id()).isEqualTo(header.id());
      attempts.add("dispatched " + attempt.stateName());
    }

    @Override
    public void began(TaskAttempt attempt) {
      attempts.add("began " + attempt.stateName());
    }

    @Override
    public void returned(TaskAttempt attempt, @Nullable String error, long elapsedNanos) {
      attempts.add("returned " + attempt.stateName() + " " + error);
    }
  }
}
