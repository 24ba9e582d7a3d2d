package io.millrace.pipelines.book.scrape;

import java.time.Duration;

/// Waits between two requests; a test records instead.
@FunctionalInterface
public interface Pause {
  void of(Duration duration) throws InterruptedException;

  static Pause sleeping() {
    return Thread::sleep;
  }
}
