package io.millrace.triggers.pipe;

import java.util.concurrent.atomic.LongAdder;

/// Counts as a pipe goes on. Safe for concurrent use.
final class PipeStatistics {
  final LongAdder received = new LongAdder();
  final LongAdder filtered = new LongAdder();
  final LongAdder started = new LongAdder();
  final LongAdder duplicates = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder retries = new LongAdder();
  final LongAdder inFlight = new LongAdder();

  PipeCounts counts() {
    return new PipeCounts(
        received.sum(),
        filtered.sum(),
        started.sum(),
        duplicates.sum(),
        failed.sum(),
        retries.sum(),
        inFlight.sum());
  }
}
