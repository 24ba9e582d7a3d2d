package io.millrace.runtime.map;

import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.map.MapRunSettings;

/// What a Map Run at work hears.
sealed interface MapRunNews {
  /// A child has ended, durably.
  record ChildEnded(int index, ExecutionStatus status) implements MapRunNews {}

  /// A child could not be begun or stopped, and will never end.
  record ChildLost(int index, String reason) implements MapRunNews {}

  /// Nobody waits for the Map Run any more.
  record Canceled() implements MapRunNews {}

  /// UpdateMapRun.
  record Changed(MapRunSettings settings) implements MapRunNews {}
}
