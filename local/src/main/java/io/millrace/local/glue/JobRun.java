package io.millrace.local.glue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A run of a job, as it is kept on disk.
///
/// @param id `jr_` and 64 hexadecimal digits; of an automatic retry with `_attempt_1` behind
/// @param attempt 0 for the first, counted up by retries (job's MaxRetries)
/// @param predecessor the run that this one retries
/// @param token the caller's name for the request that started it, so that the same request again
///   finds this run
/// @param arguments those of StartJobRun; the job's defaults are not among them
/// @param timeoutMinutes counted from when the program starts
/// @param workers null when the capacity was given as MaxCapacity
/// @param launch how often a program was started for it: more than once after an orderly end of the
///   server
/// @param runningSince when its program started; null before
/// @param ending why the program is being ended, if it is
@JsonInclude(JsonInclude.Include.NON_NULL)
record JobRun(
    String id,
    String jobName,
    int attempt,
    @Nullable String predecessor,
    @Nullable String token,
    Map<String, String> arguments,
    long timeoutMinutes,
    double maxCapacity,
    @Nullable String workerType,
    @Nullable Integer workers,
    State state,
    Instant startedOn,
    Instant lastModifiedOn,
    @Nullable Instant completedOn,
    int launch,
    @Nullable Instant runningSince,
    Ending ending,
    @Nullable String errorMessage) {

  JobRun {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments)); // in their order
  }

  /// AWS Glue developer guide, "Job run states".
  enum State {
    WAITING,
    STARTING,
    RUNNING,
    STOPPING,
    STOPPED,
    SUCCEEDED,
    FAILED,
    TIMEOUT;

    boolean isFinal() {
      return switch (this) {
        case WAITING, STARTING, RUNNING, STOPPING -> false;
        case STOPPED, SUCCEEDED, FAILED, TIMEOUT -> true;
      };
    }
  }

  /// Why a program is being ended from outside.
  enum Ending {
    NONE,
    STOPPED,
    TIMED_OUT,
    SERVER_ENDED
  }

  boolean isTimedOut(Instant now) {
    return runningSince != null
        && !now.isBefore(runningSince.plus(Duration.ofMinutes(timeoutMinutes)));
  }

  /// Whole seconds in which the program ran.
  long executionSeconds(Instant now) {
    if (runningSince == null) {
      return 0;
    }
    return Duration.between(runningSince, completedOn == null ? now : completedOn).toSeconds();
  }

  JobRun starting(Instant now) {
    return changed(State.STARTING, now, null, launch, runningSince, ending, null);
  }

  JobRun launching(int number, Instant now) {
    return changed(state, now, null, number, null, Ending.NONE, null);
  }

  JobRun running(Instant now) {
    return changed(
        state == State.STARTING ? State.RUNNING : state, now, null, launch, now, ending, null);
  }

  JobRun ending(Ending why, Instant now) {
    return changed(
        why == Ending.STOPPED ? State.STOPPING : state, now, null, launch, runningSince, why, null);
  }

  JobRun ended(State last, @Nullable String message, Instant now) {
    return changed(last, now, now, launch, runningSince, ending, message);
  }

  private JobRun changed(
      State next,
      Instant now,
      @Nullable Instant completed,
      int launches,
      @Nullable Instant since,
      Ending why,
      @Nullable String message) {
    return new JobRun(
        id,
        jobName,
        attempt,
        predecessor,
        token,
        arguments,
        timeoutMinutes,
        maxCapacity,
        workerType,
        workers,
        next,
        startedOn,
        now,
        completed,
        launches,
        since,
        why,
        message);
  }
}
