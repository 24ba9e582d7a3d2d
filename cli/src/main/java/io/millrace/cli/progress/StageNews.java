package io.millrace.cli.progress;

import java.time.Instant;

/// One thing that happened to a run, as far as a watcher cares.
public sealed interface StageNews {
  /// When it happened, by the clock that wrote the execution's history.
  Instant at();

  /// A stage began. A stage that begins again (after a retry) goes on where it was.
  record StageStarted(Instant at, String stage) implements StageNews {}

  /// A stage that works chapter by chapter knows how many there are.
  record ChaptersCounted(Instant at, String stage, int chapters) implements StageNews {}

  /// Work on one chapter began; `chapter` counts from 0.
  record ChapterStarted(Instant at, String stage, int chapter) implements StageNews {}

  /// Work on one chapter ended; `made` is false when it failed for good and the rest goes on.
  record ChapterEnded(Instant at, String stage, int chapter, boolean made) implements StageNews {}

  /// A stage is over; `made` is false when it failed.
  record StageEnded(Instant at, String stage, boolean made) implements StageNews {}
}
