package io.millrace.watch.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAdder;

/// All series: each is a meter of the registry, and feeds those who watch it. Safe for concurrent
/// use; recording neither blocks nor fails.
///
/// There are at most [#SERIES_MAX] series of a metric; what comes beyond them is counted in one
/// whose dimensions are all `other`, so that names made up by callers cannot fill the memory.
public final class Meters {
  public static final int SERIES_MAX = 1_000;

  /// The dimensions of what came after [#SERIES_MAX] others.
  public static final String OTHER = "other";

  /// Bounds of the buckets of times: from a Lambda function that does little to a Glue job.
  private static final Duration[] TIME_BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(20),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(15),
    Duration.ofHours(1),
    Duration.ofHours(4)
  };

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final List<Watch> watches;
  private final Map<Metric, Map<List<String>, Meter>> meters = new EnumMap<>(Metric.class);

  /// Somebody who wants the values of some series.
  public interface Watch {
    Metric metric();

    /// Whether it wants the series with these dimensions, in the order of [Metric#dimensions].
    boolean wants(List<String> dimensionValues);

    /// A value of one of the series it wants.
    void value(long atMillis, double value);
  }

  /// @param watches who is fed; fixed from the beginning
  public Meters(MeterRegistry registry, InstantSource clock, List<? extends Watch> watches) {
    this.registry = registry;
    this.clock = clock;
    this.watches = List.copyOf(watches);
    for (Metric metric : Metric.values()) {
      meters.put(metric, new ConcurrentHashMap<>());
    }
  }

  /// The series of a metric with these dimensions.
  public Meter of(Metric metric, String... dimensionValues) {
    return of(metric, List.of(dimensionValues));
  }

  private Meter of(Metric metric, List<String> values) {
    if (values.size() != metric.dimensions().size()) {
      throw new IllegalStateException(metric + " has dimensions " + metric.dimensions());
    }
    Map<List<String>, Meter> series = meters.get(metric);
    Meter known = series.get(values);
    if (known != null) {
      return known;
    }
    // A few too many may pass at the same time.
    List<String> admitted =
        series.size() < SERIES_MAX ? values : Collections.nCopies(values.size(), OTHER);
    return series.computeIfAbsent(admitted, those -> create(metric, those));
  }

  private Meter create(Metric metric, List<String> values) {
    List<Watch> watching = new ArrayList<>();
    for (Watch watch : watches) {
      if (watch.metric() == metric && watch.wants(values)) {
        watching.add(watch);
      }
    }
    return new Meter(recorder(metric, tags(metric, values)), clock, watching);
  }

  private static Tags tags(Metric metric, List<String> values) {
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      tags.add(Tag.of(Metric.snake(metric.dimensions().get(i)), values.get(i)));
    }
    return Tags.of(tags);
  }

  private Meter.Recorder recorder(Metric metric, Tags tags) {
    String name = metric.meterName();
    return switch (metric.kind()) {
      case COUNT -> {
        Counter counter = Counter.builder(name).tags(tags).register(registry);
        yield counter::increment;
      }
      case MILLISECONDS -> {
        Timer timer =
            Timer.builder(name).tags(tags).serviceLevelObjectives(TIME_BUCKETS).register(registry);
        yield millis -> timer.record((long) (millis * 1e6), TimeUnit.NANOSECONDS);
      }
      case BYTES, PER_RUN -> {
        DistributionSummary summary =
            DistributionSummary.builder(name)
                .baseUnit(metric.kind() == Metric.Kind.BYTES ? "bytes" : null)
                .tags(tags)
                .register(registry);
        yield summary::record;
      }
      case LEVEL -> {
        Level level = new Level();
        Gauge.builder(name, level, Level::get).tags(tags).strongReference(true).register(registry);
        yield level;
      }
    };
  }

  /// How much there is: set, or moved up and down by many threads.
  private static final class Level implements Meter.Recorder, Meter.Movable {
    private final DoubleAdder value = new DoubleAdder();

    double get() {
      return value.sum();
    }

    @Override
    public synchronized void record(double now) {
      value.add(now - value.sum());
    }

    @Override
    public double move(double by) {
      value.add(by);
      return value.sum();
    }
  }
}
