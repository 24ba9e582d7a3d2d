package io.millrace.runtime.log;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.runtime.watch.ExecutionListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log of executions on its way to one destination. Events wait in a bounded queue for a thread
/// of its own, which writes and delivers them; when the queue is full further ones are dropped
/// (developer guide: delivery of logs is best effort). Safe for concurrent use.
public final class ExecutionLog implements ExecutionListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutionLog.class);

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(3);

  /// So many characters are written before they are delivered: events of one decision share their
  /// payloads, but each line has its own.
  private static final long WRITTEN_MAX = 4L << 20;

  /// A thirty-second of the heap.
  private static final long QUEUE_WEIGHT_MAX =
      Math.clamp(Runtime.getRuntime().maxMemory() / 32, 8L << 20, 64L << 20);

  private final LogDestination destination;
  private final RevisionSettings settings;
  private final LogQueue queue;
  private final Duration closeWithin;
  private final Thread thread;
  private final AtomicLong dropped = new AtomicLong();

  /// The thread's alone.
  private long failures;

  /// @param settings of a revision; may block and throw, is asked on this log's own thread
  public ExecutionLog(LogDestination destination, Function<UUID, LogSettings> settings) {
    this(destination, settings, QUEUE_WEIGHT_MAX, CLOSE_WITHIN);
  }

  /// @param queueWeightMax about how many bytes may wait
  ExecutionLog(
      LogDestination destination,
      Function<UUID, LogSettings> settings,
      long queueWeightMax,
      Duration closeWithin) {
    this.closeWithin = closeWithin;
    this.destination = destination;
    this.settings = new RevisionSettings(settings, System::nanoTime);
    this.queue = new LogQueue(queueWeightMax);
    this.thread = Thread.ofPlatform().daemon().name("millrace-log").start(this::work);
  }

  @Override
  public void committed(ExecutionHeader header, List<HistoryEvent> events) {
    LogSettings known = settings.known(header.machineRevision());
    if (known == null && settings.isUnreadable(header.machineRevision())) {
      drop(events.size());
      return;
    }
    List<HistoryEvent> wanted = known == null ? events : wanted(events, known.level());
    if (!wanted.isEmpty() && !queue.put(LogQueue.Entry.of(header, wanted, known == null))) {
      drop(wanted.size());
    }
  }

  private static List<HistoryEvent> wanted(List<HistoryEvent> events, LogLevel level) {
    return switch (level) {
      case ALL -> events;
      case OFF -> List.of();
      case ERROR, FATAL -> events.stream().filter(event -> level.includes(event.type())).toList();
    };
  }

  private void drop(int events) {
    long now = dropped.addAndGet(events);
    if (Long.highestOneBit(now - events) != Long.highestOneBit(now)) {
      LOG.atWarn()
          .addKeyValue("dropped", now)
          .log(
              "Log events of executions come faster than they can be delivered, or while it cannot"
                  + " be read who wants them, and are dropped; lower the log level, or look after"
                  + " the destination and the store");
    }
  }

  /// Events that were dropped so far; some of them may not have been wanted.
  public long dropped() {
    return dropped.get();
  }

  private void work() {
    try {
      List<LogQueue.Entry> batch = queue.take();
      while (!batch.isEmpty()) {
        try {
          deliver(batch);
        } catch (Throwable e) { // an Error: of this batch the rest is lost, and no other
          failed("", 0, e);
        } finally {
          queue.done(batch);
        }
        batch = queue.take();
      }
    } catch (InterruptedException _) {
      LOG.debug("It took too long to close"); // which close() tells of
    }
  }

  private void deliver(List<LogQueue.Entry> batch) {
    Map<String, List<LogEvent>> groups = new LinkedHashMap<>();
    long written = 0;
    for (LogQueue.Entry entry : batch) {
      LogSettings wanted = settings.read(entry.header().machineRevision());
      if (wanted == null) {
        drop(entry.events().size());
        continue;
      }
      for (HistoryEvent event : wanted(entry.events(), wanted.level())) {
        LogEvent line = LogEvent.of(entry.header(), event, wanted.isDataIncluded(), 0);
        groups.computeIfAbsent(wanted.logGroup(), _ -> new ArrayList<>()).add(line);
        written += line.text().length();
        if (written >= WRITTEN_MAX) {
          groups.forEach(this::deliver);
          groups.clear();
          written = 0;
        }
      }
    }
    groups.forEach(this::deliver);
  }

  private void deliver(String logGroup, List<LogEvent> events) {
    try {
      destination.deliver(logGroup, events);
    } catch (Throwable e) { // also an Error loses these events only
      failed(logGroup, events.size(), e);
    }
  }

  private void failed(String logGroup, int events, Throwable reason) {
    failures++;
    if (Long.bitCount(failures) != 1) {
      return; // the 1st, 2nd, 4th, 8th, …: a group that is gone fails as often as it is logged to
    }
    LOG.atWarn()
        .addKeyValue("logGroup", logGroup)
        .addKeyValue("events", events)
        .addKeyValue("failures", failures)
        .addKeyValue("reason", reason.toString())
        .log("Log events of executions could not be delivered and are lost");
  }

  /// Delivers what waits, as far as that goes within three seconds, and says how much is lost.
  @Override
  public void close() {
    queue.close();
    try {
      thread.join(closeWithin.toMillis());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    long left = queue.abandon();
    thread.interrupt();
    if (left > 0) {
      LOG.atWarn()
          .addKeyValue("events", left)
          .addKeyValue("dropped", dropped.addAndGet(left))
          .log("Log events of executions had not been delivered when the server stopped");
    }
  }
}
