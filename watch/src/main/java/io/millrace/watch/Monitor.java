package io.millrace.watch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.runtime.shard.ShardStatistics;
import io.millrace.runtime.watch.ExecutionListener;
import io.millrace.watch.alarm.Alarm;
import io.millrace.watch.alarm.Alarms;
import io.millrace.watch.alarm.delivery.Delivery;
import io.millrace.watch.endpoint.MetricsServer;
import io.millrace.watch.metrics.AllListeners;
import io.millrace.watch.metrics.ExecutionMetrics;
import io.millrace.watch.metrics.Meters;
import io.millrace.watch.metrics.ObjectMetrics;
import io.millrace.watch.metrics.QueueMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that watches one engine, put together. Made before the engine, for the engine needs
/// its [#listener]; served once there is an engine. Thread-safe.
public final class Monitor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);

  /// As often as Prometheus asks by default, or oftener.
  public static final Duration QUEUES_EVERY = Duration.ofSeconds(10);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Alarms alarms;
  private final Delivery delivery;
  private final Meters meters;
  private final ObjectMetrics objects;
  private final ExecutionListener listener;
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("millrace-watch").factory());
  private @Nullable MetricsServer server;

  /// @param delivery who is told of alarms; closed with this
  /// @throws IllegalArgumentException when an alarm has an action that nobody takes
  public Monitor(InstantSource clock, List<Alarm> rules, Delivery delivery) {
    this.delivery = delivery;
    for (Alarm rule : rules) {
      for (Alarm.State state : Alarm.State.values()) {
        rule.actions(state).forEach(delivery::check);
      }
    }
    alarms = new Alarms(rules, clock.instant(), delivery);
    meters = new Meters(registry, clock, alarms.watches());
    objects = new ObjectMetrics(meters);
    listener = AllListeners.of(new ExecutionMetrics(meters), objects);
    long every = alarms.interval().toMillis();
    // Just after a period has ended, so that its last values are in it.
    long first = every - Math.floorMod(clock.millis(), every) + 500;
    var _ =
        timer.scheduleAtFixedRate(
            guarded(() -> alarms.evaluate(clock.instant())), first, every, TimeUnit.MILLISECONDS);
  }

  /// What the engine is to tell.
  public ExecutionListener listener() {
    return listener;
  }

  /// What an S3 endpoint is to tell.
  public ObjectMetrics objects() {
    return objects;
  }

  public Alarms alarms() {
    return alarms;
  }

  /// Asks these queues from now on, every [#QUEUES_EVERY].
  public void watchQueues(QueueMetrics.Source source) {
    QueueMetrics queues = new QueueMetrics(source, meters);
    var _ =
        timer.scheduleWithFixedDelay(
            guarded(queues::poll), 0, QUEUES_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Serves metrics and alarms at this port of the loopback address.
  ///
  /// @param port 0 for any
  /// @param statistics of the engine
  /// @param trouble why the engine is of no use any more, or null
  public void serve(
      int port, Supplier<ShardStatistics> statistics, Supplier<@Nullable String> trouble) {
    bind(statistics);
    server = MetricsServer.start(port, registry, alarms, trouble);
    LOG.atInfo()
        .addKeyValue("url", "http://127.0.0.1:" + port() + "/metrics")
        .addKeyValue("alarms", alarms.statuses().size())
        .log("Metrics are served");
  }

  private void bind(Supplier<ShardStatistics> statistics) {
    new JvmMemoryMetrics().bindTo(registry);
    gc.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    level("millrace_executions_in_memory", statistics, ShardStatistics::inMemory);
    level("millrace_executions_committing", statistics, ShardStatistics::gathering);
    level("millrace_callers_waiting", statistics, ShardStatistics::callers);
    level("millrace_tasks_running", statistics, ShardStatistics::tasksRunning);
    level("millrace_tasks_waiting", statistics, ShardStatistics::tasksWaiting);
  }

  private void level(
      String name, Supplier<ShardStatistics> statistics, ToDoubleFunction<ShardStatistics> which) {
    Gauge.builder(name, statistics, from -> which.applyAsDouble(from.get()))
        .strongReference(true)
        .register(registry);
  }

  /// The port that [#serve] took.
  public int port() {
    if (server == null) {
      throw new IllegalStateException("nothing is served yet");
    }
    return server.port();
  }

  /// What Prometheus would get now.
  public String scrape() {
    return registry.scrape();
  }

  /// A timer that throws is never called again.
  private static Runnable guarded(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException | StackOverflowError e) {
        LOG.atError().setCause(e).log("Watching failed; it is tried again");
      }
    };
  }

  @Override
  public void close() {
    timer.shutdownNow();
    if (server != null) {
      server.close();
    }
    delivery.close();
    gc.close();
    registry.close();
  }
}
