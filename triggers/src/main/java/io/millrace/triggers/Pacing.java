package io.millrace.triggers;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/// Time and chance as an argument. Implementations are safe for concurrent use.
public interface Pacing {
  Instant now();

  /// Returns after this time.
  void pause(Duration time) throws InterruptedException;

  /// Evenly distributed, from 0 to below 1.
  double chance();

  /// How long to wait before the next attempt after so many failures in a row: exponential from
  /// `first` to `most`, of which the upper half is left to chance, so that many that failed
  /// together do not come again together.
  ///
  /// @param failures 1 or more
  default Duration backoff(int failures, Duration first, Duration most) {
    double wanted = first.toMillis() * Math.pow(2, failures - 1);
    double bounded = Math.min(wanted, (double) most.toMillis());
    return Duration.ofMillis((long) (bounded * (0.5 + chance() / 2)));
  }

  /// The machine's own.
  static Pacing system() {
    return new Pacing() {
      @Override
      public Instant now() {
        return Instant.now();
      }

      @Override
      public void pause(Duration time) throws InterruptedException {
        Thread.sleep(time);
      }

      @Override
      public double chance() {
        return ThreadLocalRandom.current().nextDouble();
      }
    };
  }
}
