package io.millrace.cli.run;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// The machine's clock, put forward when nothing can happen before a later moment. Thread-safe.
final class SkippingClock implements InstantSource {
  private final InstantSource real = InstantSource.system();
  private final AtomicLong aheadMillis = new AtomicLong();

  @Override
  public Instant instant() {
    return real.instant().plusMillis(aheadMillis.get());
  }

  /// Puts it forward to this moment, in milliseconds since the epoch; never back.
  void skipTo(long millis) {
    long by = millis - millis();
    if (by > 0) {
      aheadMillis.addAndGet(by);
    }
  }
}
