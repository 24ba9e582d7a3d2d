package io.millrace.pipelines.stages.chain;

import java.time.Duration;

/// How a stage is tried again. The wait before each try is drawn between nothing and its full
/// length (jitter FULL), so that runs that failed together do not come back together.
///
/// @param interval before the first retry, 1 second to 99,999,999 seconds
/// @param maxAttempts how many retries; 0 for none
/// @param backoffRate by which the wait grows, at least 1
public record Retry(Duration interval, int maxAttempts, double backoffRate) {
  /// For functions.
  public static final Retry LAMBDA = new Retry(Duration.ofSeconds(20), 2, 2);

  /// A job is expensive to start; what made it fail is given more time to pass.
  public static final Retry SPARK = new Retry(Duration.ofMinutes(5), 2, 2);

  /// The longest that one stage can take: every attempt to its timeout, every wait in full.
  Duration longest(Duration timeout) {
    return timeout.multipliedBy(maxAttempts + 1L).plus(waits(maxAttempts));
  }

  /// The first waits together, each in full.
  Duration waits(int attempts) {
    var seconds = 0.0;
    var next = (double) interval.toSeconds();
    for (var i = 0; i < attempts; i++) {
      seconds += next;
      next *= backoffRate;
    }
    return Duration.ofSeconds(Math.round(Math.min(seconds, 1e12)));
  }
}
