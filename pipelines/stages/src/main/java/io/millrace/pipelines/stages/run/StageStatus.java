package io.millrace.pipelines.stages.run;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a stage of a run stands, by what lies in its folder.
///
/// @param finished when its output was published, or null
/// @param sincePrevious from the publication of the stage before it in time to its own, or null
/// @param records of its output; null when nobody counted
/// @param bytes of its output; of what there is, when it is not finished
/// @param place the folder of its output, `s3://…/`
/// @param failedAttempts that left a record of their failure
/// @param failure of the latest attempt that failed, or what is wrong with its output, or null
public record StageStatus(
    String stage,
    State state,
    @Nullable Instant finished,
    @Nullable Duration sincePrevious,
    @Nullable Long records,
    long bytes,
    int parts,
    String place,
    int failedAttempts,
    @Nullable Failure failure) {

  /// What can be said of a stage from outside.
  public enum State {
    /// Its output is published.
    SUCCEEDED,
    /// It has no output, and its latest attempt failed.
    FAILED,
    /// There are parts and nothing that vouches for them: it works, or was killed.
    UNFINISHED,
    /// What is published cannot be read.
    DAMAGED,
    /// It has left nothing.
    NOT_REACHED
  }

  /// Why something failed.
  ///
  /// @param at when, or null when that was not recorded
  public record Failure(String error, @Nullable String cause, @Nullable Instant at) {}

  StageStatus after(@Nullable Instant previous) {
    Instant end = finished;
    return end == null || previous == null || end.isBefore(previous)
        ? this
        : new StageStatus(
            stage,
            state,
            finished,
            Duration.between(previous, end),
            records,
            bytes,
            parts,
            place,
            failedAttempts,
            failure);
  }
}
