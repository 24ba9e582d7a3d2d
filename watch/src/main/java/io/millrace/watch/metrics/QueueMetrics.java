package io.millrace.watch.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks queues how they are and keeps the answers as metrics. Used by one thread.
public final class QueueMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(QueueMetrics.class);

  private final Source source;
  private final Meters meters;
  private final Map<String, Long> deadLetters = new HashMap<>();
  private boolean failing;

  /// Where queues are asked.
  @FunctionalInterface
  public interface Source {
    /// All queues that are watched, as they are now.
    ///
    /// @throws RuntimeException when they cannot be asked
    List<QueueState> queues();
  }

  public QueueMetrics(Source source, Meters meters) {
    this.source = source;
    this.meters = meters;
  }

  /// Asks all. What cannot be asked is told in the log once, until it can be asked again; its
  /// levels stay as they were.
  public void poll() {
    List<QueueState> queues;
    try {
      queues = source.queues();
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.atWarn().setCause(e).log("The queues cannot be asked how long they are");
      }
      failing = true;
      return;
    }
    failing = false;
    queues.forEach(this::record);
  }

  private void record(QueueState queue) {
    String name = queue.name();
    meters.of(Metric.MESSAGES_VISIBLE, name).record(queue.visible());
    meters.of(Metric.MESSAGES_NOT_VISIBLE, name).record(queue.notVisible());
    meters.of(Metric.MESSAGES_DELAYED, name).record(queue.delayed());
    if (queue.oldestAge() != null) {
      meters.of(Metric.AGE_OF_OLDEST_MESSAGE, name).record(queue.oldestAge().toSeconds());
    }
    if (queue.isDeadLetterQueue()) {
      recordDeadLetters(queue);
    }
  }

  /// Where nobody counts, letters that come and go between two looks are not seen.
  private void recordDeadLetters(QueueState queue) {
    long present = queue.visible() + queue.notVisible() + queue.delayed();
    meters.of(Metric.DEAD_LETTERS, queue.name()).record(present);
    long ever = queue.deadLettersEver() == null ? present : queue.deadLettersEver();
    Long before = deadLetters.put(queue.name(), ever);
    Meter more = meters.of(Metric.MESSAGES_TO_DEAD_LETTER_QUEUE, queue.name());
    if (before != null && ever > before) {
      more.record(ever - before);
    }
  }
}
