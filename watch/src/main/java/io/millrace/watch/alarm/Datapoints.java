package io.millrace.watch.alarm;

import io.millrace.watch.metrics.Meters;
import io.millrace.watch.metrics.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// What an alarm needs of its metric: the values of its last periods, added up. Periods begin at
/// multiples of their length since the epoch. Safe for concurrent use.
final class Datapoints implements Meters.Watch {
  /// CloudWatch retrieves more datapoints than it evaluates, so that single gaps do not matter; its
  /// examples have two more (CloudWatch user guide, "Configuring how CloudWatch alarms treat
  /// missing data").
  static final int MORE_PERIODS = 2;

  private final Alarm alarm;
  private final long periodMillis;
  private final Period[] ring;

  private static final class Period {
    long number = -1;
    long count;
    double sum;
    double least;
    double most;
  }

  /// A period and its value, if there was any.
  record Datapoint(long startMillis, OptionalDouble value) {}

  Datapoints(Alarm alarm) {
    this.alarm = alarm;
    this.periodMillis = alarm.period().toMillis();
    this.ring = new Period[alarm.evaluationPeriods() + MORE_PERIODS + 1]; // and the current one
    for (int i = 0; i < ring.length; i++) {
      ring[i] = new Period();
    }
  }

  @Override
  public Metric metric() {
    return alarm.metric();
  }

  @Override
  public boolean wants(List<String> dimensionValues) {
    return alarm.looksAt(dimensionValues);
  }

  @Override
  public synchronized void value(long atMillis, double value) {
    long number = Math.floorDiv(atMillis, periodMillis);
    Period period = ring[(int) Math.floorMod(number, (long) ring.length)];
    if (period.number > number) {
      return; // too late to matter
    }
    if (period.number != number) {
      period.number = number;
      period.count = 0;
      period.sum = 0;
      period.least = Double.POSITIVE_INFINITY;
      period.most = Double.NEGATIVE_INFINITY;
    }
    period.count++;
    period.sum += value;
    period.least = Math.min(period.least, value);
    period.most = Math.max(period.most, value);
  }

  /// The periods that are over, oldest first.
  synchronized List<Datapoint> before(long nowMillis) {
    long current = Math.floorDiv(nowMillis, periodMillis);
    List<Datapoint> points = new ArrayList<>(ring.length - 1);
    for (long number = current - ring.length + 1; number < current; number++) {
      Period period = ring[(int) Math.floorMod(number, (long) ring.length)];
      points.add(
          new Datapoint(
              number * periodMillis,
              period.number == number ? OptionalDouble.of(of(period)) : OptionalDouble.empty()));
    }
    return points;
  }

  private double of(Period period) {
    return switch (alarm.statistic()) {
      case SampleCount -> (double) period.count;
      case Average -> period.sum / period.count;
      case Sum -> period.sum;
      case Minimum -> period.least;
      case Maximum -> period.most;
    };
  }
}
