package io.millrace.cli.progress;

import java.time.Duration;
import java.util.Locale;

/// Durations as people read them.
public final class Durations {
  private Durations() {}

  /// `0.4 s`, `12 s`, `3:07`, `1:02:33`: tenths below ten seconds, then whole seconds.
  public static String spoken(Duration duration) {
    if (duration.compareTo(Duration.ofSeconds(10)) < 0) {
      return String.format(Locale.ROOT, "%.1f s", Math.floor(duration.toMillis() / 100.0) / 10);
    }
    if (duration.compareTo(Duration.ofMinutes(1)) < 0) return duration.toSeconds() + " s";
    return clock(duration);
  }

  /// `0:07`, `3:07`, `1:02:33`.
  public static String clock(Duration duration) {
    if (duration.toHours() > 0) {
      return String.format(
          Locale.ROOT,
          "%d:%02d:%02d",
          duration.toHours(),
          duration.toMinutesPart(),
          duration.toSecondsPart());
    }
    return String.format(Locale.ROOT, "%d:%02d", duration.toMinutes(), duration.toSecondsPart());
  }
}
