package io.millrace.watch.alarm.delivery;

import io.millrace.watch.alarm.AlarmChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells targets of changes, each action on a thread of its own and in the order of the changes, so
/// that one that hangs delays no other. Safe for concurrent use.
public final class Delivery implements Consumer<AlarmChange>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final int WAITING_MAX = 100;

  /// How often one action is tried.
  public static final int TRIES = 3;

  private final List<AlarmTarget> targets;
  private final Pause pause;
  private final Map<String, Worker> workers = new ConcurrentHashMap<>();

  /// Waits.
  @FunctionalInterface
  public interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  /// @param pause waits between tries
  public Delivery(List<AlarmTarget> targets, Pause pause) {
    this.targets = List.copyOf(targets);
    this.pause = pause;
  }

  /// @throws IllegalArgumentException when no target takes this action
  public void check(String action) {
    target(action);
  }

  private AlarmTarget target(String action) {
    return targets.stream()
        .filter(one -> one.handles(action))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Nobody can be told by the alarm action '"
                        + action
                        + "'. It must be the ARN of an SNS topic, or a URL that begins with"
                        + " https:// (http:// for this machine)."));
  }

  @Override
  public void accept(AlarmChange change) {
    if (!change.alarm().actionsEnabled()) {
      return;
    }
    for (String action : change.alarm().actions(change.to())) {
      workers.computeIfAbsent(action, this::start).put(change);
    }
  }

  private Worker start(String action) {
    return new Worker(action, target(action));
  }

  private final class Worker {
    private final String action;
    private final AlarmTarget target;
    private final BlockingQueue<AlarmChange> changes = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Thread thread;

    Worker(String action, AlarmTarget target) {
      this.action = action;
      this.target = target;
      this.thread = Thread.ofVirtual().name("alarm action").start(this::work);
    }

    void put(AlarmChange change) {
      if (!changes.offer(change)) {
        lost(change, new IllegalStateException("too many changes wait for this target"));
      }
    }

    private void work() {
      try {
        while (true) {
          tell(changes.take());
        }
      } catch (InterruptedException _) {
        // Closed.
      }
    }

    private void tell(AlarmChange change) throws InterruptedException {
      for (int tried = 1; ; tried++) {
        try {
          target.tell(action, change);
          return;
        } catch (InterruptedException e) {
          throw e;
        } catch (Exception e) {
          if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException("closed while a target was told");
          }
          if (tried == TRIES) {
            lost(change, e);
            return;
          }
          pause.of(Duration.ofSeconds(1L << tried));
        }
      }
    }

    private void lost(AlarmChange change, Exception reason) {
      LOG.atError()
          .addKeyValue("alarm", change.alarm().name())
          .addKeyValue("to", change.to())
          .addKeyValue("target", target.getClass().getSimpleName())
          .setCause(reason)
          .log("Nobody was told of an alarm; see to it that its action can be reached");
    }
  }

  @Override
  public void close() {
    workers.values().forEach(worker -> worker.thread.interrupt());
    targets.forEach(AlarmTarget::close);
  }
}
