package io.millrace.runtime.log;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.runtime.shard.Weights;
import io.millrace.runtime.watch.ExecutionListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log of executions on its way to one destination. Events wait in a bounded queue for a thread
/// of its own, which writes and delivers them; when the queue is full further ones are dropped
/// (developer guide: delivery of logs is best effort). Safe for concurrent use.
public final class ExecutionLog implements ExecutionListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutionLog.class);

  private static final int REMEMBERED_MAX = 10_000;
  private static final int BATCH_MAX = 1_000;
  private static final long CLOSE_WITHIN_MILLIS = 3_000;

  /// A thirty-second of the heap.
  private static final long QUEUE_WEIGHT_MAX =
      Math.clamp(Runtime.getRuntime().maxMemory() / 32, 8L << 20, 64L << 20);

  private final LogDestination destination;
  private final Function<UUID, LogSettings> read;
  private final long queueWeightMax;
  private final Map<UUID, LogSettings> known = new ConcurrentHashMap<>();
  private final ArrayDeque<Entry> queue = new ArrayDeque<>();
  private final Thread thread;
  private long queueWeight;
  private long dropped;
  private boolean closed;

  /// The thread's alone.
  private long failures;

  private record Entry(ExecutionHeader header, List<HistoryEvent> events, long weight) {}

  /// @param settings of a revision; may block and throw, is asked on this log's own thread
  public ExecutionLog(LogDestination destination, Function<UUID, LogSettings> settings) {
    this(destination, settings, QUEUE_WEIGHT_MAX);
  }

  /// @param queueWeightMax about how many bytes may wait
  public ExecutionLog(
      LogDestination destination, Function<UUID, LogSettings> settings, long queueWeightMax) {
    this.destination = destination;
    this.read = settings;
    this.queueWeightMax = queueWeightMax;
    this.thread = Thread.ofPlatform().daemon().name("millrace-log").start(this::work);
  }

  @Override
  public void committed(ExecutionHeader header, List<HistoryEvent> events) {
    LogSettings settings = known.get(header.machineRevision());
    List<HistoryEvent> wanted = settings == null ? events : wanted(events, settings.level());
    if (!wanted.isEmpty()) {
      put(new Entry(header, wanted, Weights.of(wanted)));
    }
  }

  private static List<HistoryEvent> wanted(List<HistoryEvent> events, LogLevel level) {
    return switch (level) {
      case ALL -> events;
      case OFF -> List.of();
      case ERROR, FATAL -> events.stream().filter(event -> level.includes(event.type())).toList();
    };
  }

  private synchronized void put(Entry entry) {
    if (closed || queueWeight + entry.weight > queueWeightMax) {
      long before = dropped;
      dropped += entry.events.size();
      if (Long.highestOneBit(before) != Long.highestOneBit(dropped)) {
        LOG.atWarn()
            .addKeyValue("dropped", dropped)
            .log(
                "Log events of executions come faster than they can be delivered and are dropped;"
                    + " lower the log level, or look after the destination");
      }
      return;
    }
    queue.add(entry);
    queueWeight += entry.weight;
    notifyAll();
  }

  /// Events that were dropped so far.
  public synchronized long dropped() {
    return dropped;
  }

  private void work() {
    List<Entry> batch = take();
    while (!batch.isEmpty()) {
      for (Map.Entry<String, List<LogEvent>> group : written(batch).entrySet()) {
        deliver(group.getKey(), group.getValue());
      }
      batch = take();
    }
  }

  /// What has gathered; waits for it. Empty when this is closed and all is delivered.
  private synchronized List<Entry> take() {
    while (queue.isEmpty() && !closed) {
      try {
        wait();
      } catch (InterruptedException _) {
        return List.of(); // it took too long to close
      }
    }
    List<Entry> taken = new ArrayList<>();
    while (taken.size() < BATCH_MAX && !queue.isEmpty()) {
      Entry entry = queue.poll();
      queueWeight -= entry.weight;
      taken.add(entry);
    }
    return taken;
  }

  private Map<String, List<LogEvent>> written(List<Entry> batch) {
    Map<String, List<LogEvent>> groups = new LinkedHashMap<>();
    for (Entry entry : batch) {
      LogSettings settings = settings(entry.header.machineRevision());
      for (HistoryEvent event : entry.events) {
        if (settings.level().includes(event.type())) {
          groups
              .computeIfAbsent(settings.logGroup(), _ -> new ArrayList<>())
              .add(LogEvent.of(entry.header, event, settings.isDataIncluded(), 0));
        }
      }
    }
    return groups;
  }

  private LogSettings settings(UUID revision) {
    LogSettings settings = known.get(revision);
    if (settings != null) {
      return settings;
    }
    try {
      settings = read.apply(revision);
      settings = settings.logGroup().isEmpty() ? LogSettings.NOTHING : settings;
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("revision", revision)
          .setCause(e)
          .log("What a state machine wants logged cannot be read; these events are not logged");
      return LogSettings.NOTHING;
    }
    if (known.size() >= REMEMBERED_MAX) {
      known.clear();
    }
    known.put(revision, settings);
    return settings;
  }

  private void deliver(String logGroup, List<LogEvent> events) {
    try {
      destination.deliver(logGroup, events);
    } catch (RuntimeException e) {
      failures++;
      if (Long.bitCount(failures) != 1) {
        return; // the 1st, 2nd, 4th, 8th, …: a group that is gone fails as often as it is logged to
      }
      LOG.atWarn()
          .addKeyValue("logGroup", logGroup)
          .addKeyValue("events", events.size())
          .addKeyValue("failures", failures)
          .addKeyValue("reason", String.valueOf(e.getMessage()))
          .log("Log events of executions could not be delivered and are lost");
    }
  }

  /// Delivers what waits, as far as that goes within three seconds.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join(CLOSE_WITHIN_MILLIS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }
}
