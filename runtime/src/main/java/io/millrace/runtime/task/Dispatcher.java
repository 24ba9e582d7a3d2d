package io.millrace.runtime.task;

import io.millrace.asl.model.Resource;
import io.millrace.engine.decide.Command;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out attempts, each on a virtual thread of its own, so many at a time; the others wait in
/// the order they came. Safe for concurrent use.
public final class Dispatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  /// Where news of attempts goes; must not block.
  @FunctionalInterface
  public interface News {
    void of(UUID executionId, Command command);
  }

  private final List<Connector> connectors;
  private final int runningMax;
  private final InstantSource clock;
  private final News news;
  private final StartedWatch watch;
  private final Map<Key, Run> known = new HashMap<>();
  private final ArrayDeque<Run> waiting = new ArrayDeque<>();
  private int running;
  private boolean closed;

  private record Key(UUID executionId, long scheduledEventId) {}

  public Dispatcher(
      List<Connector> connectors,
      int runningMax,
      Duration startedAfter,
      InstantSource clock,
      News news) {
    this.connectors = List.copyOf(connectors);
    this.runningMax = runningMax;
    this.clock = clock;
    this.news = news;
    this.watch = new StartedWatch(startedAfter);
  }

  /// Carries out the attempt, soon. One that is already here is not begun twice.
  public void dispatch(TaskAttempt attempt) {
    if (attempt.submitted() && endsByToken(attempt.resource())) {
      return; // it was handed over before a restart; its end comes by task token
    }
    Run run = new Run(attempt);
    synchronized (this) {
      if (closed || known.putIfAbsent(run.key(), run) != null) {
        return;
      }
      if (running == runningMax) {
        waiting.add(run);
        return;
      }
      running++;
    }
    run.begin();
  }

  /// Nobody waits for this attempt any more: it is interrupted, and what it brings is ignored.
  public void cancel(UUID executionId, long scheduledEventId) {
    Run run;
    synchronized (this) {
      run = known.remove(new Key(executionId, scheduledEventId));
      if (run == null) {
        return;
      }
      waiting.remove(run);
    }
    run.interrupt();
  }

  /// Attempts that are being carried out now.
  public synchronized int running() {
    return running;
  }

  /// Attempts that wait for their turn.
  public synchronized int waiting() {
    return waiting.size();
  }

  /// Interrupts all attempts; no news of them comes any more. The next start dispatches them again.
  @Override
  public void close() {
    List<Run> interrupted;
    synchronized (this) {
      closed = true;
      waiting.clear();
      interrupted = List.copyOf(known.values());
      known.clear();
    }
    interrupted.forEach(Run::interrupt);
    watch.close();
  }

  private static boolean endsByToken(Resource resource) {
    return switch (resource) {
      case Resource.ServiceIntegration service ->
          service.pattern() == Resource.Pattern.WAIT_FOR_TASK_TOKEN;
      case Resource.Activity _ -> true;
      case Resource.LambdaFunction _ -> false;
    };
  }

  /// Whether the attempt is still wanted; then it is over now.
  private synchronized boolean takeOut(Run run) {
    return known.remove(run.key(), run);
  }

  private void next() {
    @Nullable Run next;
    synchronized (this) {
      next = closed ? null : waiting.poll();
      if (next == null) {
        running--;
        return;
      }
    }
    next.begin();
  }

  /// One attempt on its thread.
  private final class Run implements StartedWatch.Watched {
    private final TaskAttempt attempt;
    private @Nullable Thread thread;
    private boolean interrupted;
    private volatile long startedMillis;
    private volatile boolean over;

    Run(TaskAttempt attempt) {
      this.attempt = attempt;
    }

    Key key() {
      return new Key(attempt.executionId(), attempt.scheduledEventId());
    }

    synchronized void begin() {
      thread =
          Thread.ofVirtual()
              .name("task " + attempt.stateName() + " " + attempt.idempotencyKey())
              .start(this::carryOut);
      if (interrupted) {
        thread.interrupt();
      }
    }

    synchronized void interrupt() {
      interrupted = true;
      if (thread != null) {
        thread.interrupt();
      }
    }

    /// Nobody waits for the outcome then, and what is thrown is only how the wait ended.
    private synchronized boolean wasInterrupted() {
      return interrupted;
    }

    private void carryOut() {
      startedMillis = clock.millis();
      watch.add(this);
      Command outcome = outcome();
      over = true;
      if (takeOut(this)) {
        news.of(attempt.executionId(), outcome);
      }
      next();
    }

    private Command outcome() {
      long event = attempt.scheduledEventId();
      try {
        return switch (connector().carryOut(attempt)) {
          case TaskOutcome.Succeeded done ->
              new Command.TaskSucceeded(event, startedMillis, done.output());
          case TaskOutcome.Failed failed ->
              new Command.TaskFailed(event, startedMillis, failed.error(), failed.cause());
          case TaskOutcome.Submitted submitted ->
              new Command.TaskSubmitted(event, startedMillis, submitted.output());
        };
      } catch (NoConnector e) {
        return new Command.TaskFailed(event, startedMillis, "States.TaskFailed", e.getMessage());
      } catch (Throwable e) { // also an Error ends this attempt only
        if (!wasInterrupted()) {
          LOG.atWarn()
              .addKeyValue("executionArn", attempt.executionArn())
              .addKeyValue("state", attempt.stateName())
              .setCause(e)
              .log("A connector threw; the attempt counts as failed");
        }
        return new Command.TaskFailed(
            event, startedMillis, e.getClass().getName(), String.valueOf(e.getMessage()));
      }
    }

    private Connector connector() throws NoConnector {
      for (Connector connector : connectors) {
        if (connector.handles(attempt.resource())) {
          return connector;
        }
      }
      throw new NoConnector(attempt);
    }

    @Override
    public boolean isOver() {
      return over;
    }

    @Override
    public void tellStarted() {
      boolean wanted;
      synchronized (Dispatcher.this) {
        wanted = known.get(key()) == this;
      }
      if (wanted) {
        news.of(
            attempt.executionId(),
            new Command.TaskStarted(attempt.scheduledEventId(), startedMillis, null));
      }
    }
  }

  private static final class NoConnector extends Exception {
    private static final long serialVersionUID = 1L;

    NoConnector(TaskAttempt attempt) {
      super(
          "This server has no connector for the resource '"
              + attempt.resource().arn()
              + "' of the state '"
              + attempt.stateName()
              + "'.");
    }
  }
}
