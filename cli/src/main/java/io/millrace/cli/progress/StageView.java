package io.millrace.cli.progress;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One stage at one moment.
///
/// @param chapters 0 for a stage that does not work chapter by chapter
/// @param done chapters that are through, failed ones included
/// @param share of the stage's work that is done, 0 to 1, by characters
/// @param remaining until the stage is through, or null while that cannot be told
/// @param running the titles being worked on, in the book's order
public record StageView(
    String name,
    Phase phase,
    int chapters,
    int done,
    int failed,
    double share,
    Duration elapsed,
    @Nullable Duration remaining,
    List<String> running) {
  /// Where a stage stands.
  public enum Phase {
    WAITING,
    RUNNING,
    ENDED,
    BROKEN
  }
}
