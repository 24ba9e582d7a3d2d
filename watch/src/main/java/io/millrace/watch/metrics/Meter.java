package io.millrace.watch.metrics;

import java.time.InstantSource;
import java.util.List;

/// One series of a metric. Safe for concurrent use.
public final class Meter {
  private final Recorder recorder;
  private final InstantSource clock;
  private final Meters.Watch[] watching;

  /// Where values go.
  interface Recorder {
    void record(double value);
  }

  /// A level that can be moved.
  interface Movable {
    /// Returns the level after it was moved.
    double move(double by);
  }

  Meter(Recorder recorder, InstantSource clock, List<Meters.Watch> watching) {
    this.recorder = recorder;
    this.clock = clock;
    this.watching = watching.toArray(Meters.Watch[]::new);
  }

  /// It happened once.
  public void count() {
    record(1);
  }

  /// A value: how many, how long in milliseconds, how much now, how large in bytes.
  public void record(double value) {
    recorder.record(value);
    tell(value);
  }

  /// As [#record(double)]; beyond 2^53 the last digits are lost.
  public void record(long value) {
    record((double) value);
  }

  /// A level changes by so much.
  public void move(double by) {
    if (!(recorder instanceof Movable level)) {
      throw new IllegalStateException("only a level moves");
    }
    tell(level.move(by));
  }

  private void tell(double value) {
    if (watching.length > 0) {
      long now = clock.millis();
      for (Meters.Watch watch : watching) {
        watch.value(now, value);
      }
    }
  }
}
