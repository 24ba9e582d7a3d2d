package io.millrace.runtime.task;

import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Resource;
import io.millrace.engine.decide.Command;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import io.millrace.runtime.watch.ExecutionListener;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out attempts, each on a virtual thread of its own, so many at a time; the others wait in
/// the order they came. The job of a `.sync` task is looked at from time to time, and holds no
/// thread and no place in between. Safe for concurrent use.
public final class Dispatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  /// Where news of attempts goes.
  @FunctionalInterface
  public interface News {
    /// Called on a virtual thread that may take its time: it holds neither a lock nor the place of
    /// an attempt that others wait for. What it does may be a decision (Express executions decide
    /// on the thread that brings the news); what it throws ends that thread only.
    ///
    /// @param whenTooLate to be run, and not blocking either, when it is durable that the attempt
    ///   was over before this came
    void of(UUID executionId, Command command, Runnable whenTooLate);
  }

  private final List<Connector> connectors;
  private final int runningMax;
  private final InstantSource clock;
  private final ExecutionListener listener;
  private final News news;
  private final StartedWatch watch;
  private final Map<Key, Run> known = new HashMap<>();
  private final ArrayDeque<Run> waiting = new ArrayDeque<>();
  private final JobWatch jobs = new JobWatch();
  private final ActivityQueues activities = new ActivityQueues();
  private int running;
  private boolean closed;

  private record Key(UUID executionId, long scheduledEventId) {}

  public Dispatcher(
      List<Connector> connectors,
      int runningMax,
      Duration startedAfter,
      InstantSource clock,
      ExecutionListener listener,
      News news) {
    this.connectors = List.copyOf(connectors);
    this.runningMax = runningMax;
    this.clock = clock;
    this.listener = listener;
    this.news = news;
    this.watch = new StartedWatch(startedAfter);
  }

  /// Carries out the attempt, soon. One that is already here is not begun twice.
  public void dispatch(TaskAttempt attempt) {
    if (attempt.submitted() && endsByToken(attempt.resource())) {
      return; // it was handed over before a restart; its end comes by task token
    }
    if (attempt.resource() instanceof Resource.Activity activity) {
      activities.offer(activity, attempt);
      return;
    }
    Run run = new Run(attempt);
    synchronized (this) {
      if (closed || known.putIfAbsent(run.key(), run) != null) {
        return;
      }
    }
    takeTurn(run);
  }

  private void takeTurn(Run run) {
    synchronized (this) {
      if (closed || known.get(run.key()) != run) {
        return;
      }
      if (running == runningMax) {
        waiting.add(run);
        return;
      }
      running++;
    }
    begin(run);
  }

  /// Begins what has a place; when that fails, for want of memory, the place is free again.
  private void begin(Run run) {
    boolean isBegun = false;
    try {
      run.begin();
      isBegun = true;
    } finally {
      if (!isBegun) {
        synchronized (this) {
          running--;
        }
      }
    }
  }

  /// Nobody waits for this attempt any more: it is interrupted, what it brings is ignored, and its
  /// job, if it has one, is stopped.
  public void cancel(UUID executionId, long scheduledEventId) {
    activities.remove(executionId, scheduledEventId);
    Run run = remove(executionId, scheduledEventId);
    if (run != null && waitsForJob(run.attempt.resource()) && run.attempt.submitted()) {
      stopJob(run.attempt);
    }
  }

  /// Nobody waits for this attempt any more, but its job may go on.
  public void forget(UUID executionId, long scheduledEventId) {
    remove(executionId, scheduledEventId);
  }

  /// A job of this name ([TaskOutcome.Running]) has ended: who waits for it looks now.
  public void ended(String job) {
    jobs.ended(job);
  }

  private @Nullable Run remove(UUID executionId, long scheduledEventId) {
    Run run;
    synchronized (this) {
      run = known.remove(new Key(executionId, scheduledEventId));
      if (run == null) {
        return null;
      }
      waiting.remove(run);
    }
    jobs.remove(run);
    run.interrupt();
    return run;
  }

  /// Best effort, as AWS: what fails here is told in the log only.
  private void stopJob(TaskAttempt attempt) {
    var _ =
        Thread.ofVirtual()
            .name("stop " + attempt.stateName() + " " + attempt.idempotencyKey())
            .start(
                () -> {
                  try {
                    for (Connector connector : connectors) {
                      if (connector.handles(attempt.resource())) {
                        connector.stop(attempt);
                        return;
                      }
                    }
                  } catch (InterruptedException | RuntimeException e) {
                    LOG.atWarn()
                        .addKeyValue("executionArn", attempt.executionArn())
                        .addKeyValue("state", attempt.stateName())
                        .setCause(e)
                        .log("The job of a task that is over could not be stopped; it goes on");
                  }
                });
  }

  /// Attempts that wait for workers of activities.
  public ActivityQueues activities() {
    return activities;
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
    jobs.close();
    activities.close();
  }

  private static boolean waitsForJob(Resource resource) {
    return resource instanceof Resource.ServiceIntegration service
        && switch (service.pattern()) {
          case SYNC, SYNC_2 -> true;
          case REQUEST_RESPONSE, WAIT_FOR_TASK_TOKEN -> false;
        };
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

  private synchronized boolean isClosed() {
    return closed;
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
    begin(next);
  }

  /// One attempt on its thread.
  private final class Run implements StartedWatch.Watched, JobWatch.Waiting {
    private final TaskAttempt attempt;
    private int looks;
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
      Result result;
      try {
        if (!attempt.submitted()) { // else it has started, and said so
          startedMillis = clock.millis();
          watch.add(this);
        }
        result = result();
      } catch (Throwable e) { // an Error of a listener, or no memory
        result = thrown(e);
      } finally {
        next(); // first of all: what follows may take a while, or fail
      }
      conclude(result);
    }

    private void conclude(Result result) {
      switch (result) {
        case Result.Over(Command outcome, @Nullable Payload submission) -> {
          over = true;
          if (takeOut(this)) {
            // A cancellation that comes from now on does not find it here.
            news.of(attempt.executionId(), outcome, () -> stopBegun(submission));
          } else {
            stopBegun(submission); // it was begun while it was cancelled
          }
        }
        case Result.StillRunning(@Nullable String job) -> {
          if (!wasInterrupted()) {
            jobs.await(this, job, looks++);
          }
        }
      }
    }

    private void stopBegun(@Nullable Payload submission) {
      if (submission != null && waitsForJob(attempt.resource()) && !isClosed()) {
        stopJob(attempt.withSubmission(submission));
      }
    }

    @Override
    public void look() {
      takeTurn(this);
    }

    private Result result() {
      long beganNanos = System.nanoTime();
      listener.began(attempt);
      Result result = carriedOut();
      String error =
          result instanceof Result.Over over && over.outcome() instanceof Command.TaskFailed failed
              ? Objects.requireNonNullElse(failed.error(), "")
              : null;
      listener.returned(attempt, error, System.nanoTime() - beganNanos);
      return result;
    }

    private Result carriedOut() {
      long event = attempt.scheduledEventId();
      try {
        return switch (connector().carryOut(attempt)) {
          case TaskOutcome.Running still -> new Result.StillRunning(still.job());
          case TaskOutcome outcome ->
              new Result.Over(
                  news(event, outcome),
                  outcome instanceof TaskOutcome.Submitted made ? made.output() : null);
        };
      } catch (NoConnector e) {
        return failed(event, "States.TaskFailed", e.getMessage());
      } catch (Throwable e) { // also an Error ends this attempt only
        return thrown(e);
      }
    }

    private Result thrown(Throwable e) {
      if (!wasInterrupted()) {
        LOG.atWarn()
            .addKeyValue("executionArn", attempt.executionArn())
            .addKeyValue("state", attempt.stateName())
            .setCause(e)
            .log("A connector threw; the attempt counts as failed");
      }
      return failed(
          attempt.scheduledEventId(), e.getClass().getName(), String.valueOf(e.getMessage()));
    }

    private Result failed(long event, String error, @Nullable String cause) {
      return new Result.Over(new Command.TaskFailed(event, startedMillis, error, cause), null);
    }

    private Command news(long event, TaskOutcome outcome) {
      return switch (outcome) {
        case TaskOutcome.Succeeded done ->
            new Command.TaskSucceeded(event, startedMillis, done.output());
        case TaskOutcome.Failed failed ->
            new Command.TaskFailed(event, startedMillis, failed.error(), failed.cause());
        case TaskOutcome.Submitted submitted ->
            new Command.TaskSubmitted(event, startedMillis, submitted.output());
        case TaskOutcome.Running _ -> throw new IllegalStateException("a running job is no news");
      };
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
        var started = new Command.TaskStarted(attempt.scheduledEventId(), startedMillis, null);
        var _ =
            Thread.ofVirtual()
                .name("started " + attempt.stateName())
                .start(() -> news.of(attempt.executionId(), started, () -> {}));
      }
    }
  }

  /// What came of one call of a connector.
  private sealed interface Result {
    /// @param submission of work that was just handed over, else null
    record Over(Command outcome, @Nullable Payload submission) implements Result {}

    record StillRunning(@Nullable String job) implements Result {}
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
