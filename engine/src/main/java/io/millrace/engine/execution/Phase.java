package io.millrace.engine.execution;

import io.millrace.asl.json.Payload;
import org.jspecify.annotations.Nullable;

/// Where a frame stands within its graph. After any commit each live frame is in a phase from which
/// the engine can go on, knowing nothing but the history.
public sealed interface Phase {
  /// Not started: a branch or an iteration whose first event has not been written.
  record Unstarted() implements Phase {}

  /// The state has been entered; its work has not begun, or it is a Wait.
  record Entered() implements Phase {}

  /// A task is scheduled.
  final class Attempt implements Phase {
    private final long scheduledEventId;
    private final Payload parameters;
    private final @Nullable Long timeoutSeconds;
    private final @Nullable Long heartbeatSeconds;
    private final @Nullable String credentialsRoleArn;
    private boolean started;
    private @Nullable Payload submission;
    private long lastSignOfLifeMillis;
    private long timeFromMillis;

    Attempt(
        long scheduledEventId,
        long scheduledMillis,
        Payload parameters,
        @Nullable Long timeoutSeconds,
        @Nullable Long heartbeatSeconds,
        @Nullable String credentialsRoleArn) {
      this.scheduledEventId = scheduledEventId;
      this.parameters = parameters;
      this.timeoutSeconds = timeoutSeconds;
      this.heartbeatSeconds = heartbeatSeconds;
      this.credentialsRoleArn = credentialsRoleArn;
      this.lastSignOfLifeMillis = scheduledMillis;
      this.timeFromMillis = scheduledMillis;
    }

    /// An attempt of an activity: its time does not run before a worker has taken it (States
    /// Language page of the developer guide, "Task workflow state", TimeoutSeconds and
    /// HeartbeatSeconds).
    static Attempt ofActivity(
        long scheduledEventId,
        long scheduledMillis,
        Payload parameters,
        @Nullable Long timeoutSeconds,
        @Nullable Long heartbeatSeconds) {
      Attempt attempt =
          new Attempt(
              scheduledEventId,
              scheduledMillis,
              parameters,
              timeoutSeconds,
              heartbeatSeconds,
              null);
      attempt.lastSignOfLifeMillis = Long.MAX_VALUE;
      attempt.timeFromMillis = Long.MAX_VALUE;
      return attempt;
    }

    public long scheduledEventId() {
      return scheduledEventId;
    }

    public Payload parameters() {
      return parameters;
    }

    public @Nullable Long heartbeatSeconds() {
      return heartbeatSeconds;
    }

    public @Nullable String credentialsRoleArn() {
      return credentialsRoleArn;
    }

    /// Whether `TaskStarted` (or its like) has been written.
    public boolean started() {
      return started;
    }

    /// Whether `TaskSubmitted` has been written.
    public boolean submitted() {
      return submission != null;
    }

    /// The output of `TaskSubmitted`, once it has been written: the name of a `.sync` task's job is
    /// in it.
    public @Nullable Payload submission() {
      return submission;
    }

    void markStarted() {
      started = true;
    }

    /// A worker has taken the task of an activity.
    void markTaken(long atMillis) {
      started = true;
      lastSignOfLifeMillis = atMillis;
      timeFromMillis = atMillis;
    }

    void markSubmitted(Payload output) {
      submission = output;
    }

    /// A heartbeat. Not in the history (AWS writes no event): after a restart the worker has a
    /// whole interval again.
    public void alive(long nowMillis) {
      lastSignOfLifeMillis = Math.max(lastSignOfLifeMillis, nowMillis);
    }

    /// When the state's timeout strikes, in milliseconds since the epoch; [Long#MAX_VALUE] for
    /// never.
    public long timeoutMillis() {
      return after(timeFromMillis, timeoutSeconds);
    }

    /// When the next heartbeat is overdue; [Long#MAX_VALUE] for never.
    public long heartbeatMillis() {
      return after(lastSignOfLifeMillis, heartbeatSeconds);
    }

    private static long after(long fromMillis, @Nullable Long seconds) {
      if (seconds == null || seconds > (Long.MAX_VALUE - fromMillis) / 1000) {
        return Long.MAX_VALUE;
      }
      return fromMillis + seconds * 1000;
    }
  }

  /// The state's work failed; a retrier or a catcher decides, or the failure goes up.
  ///
  /// @param atMillis the failure's own time: a retry's wait is counted from it, also after a
  ///   restart
  /// @param heartbeat whether a missing heartbeat is the reason
  /// @param recorded whether the history tells of it. A failed expression of a JSONPath state
  ///   leaves no event; such a failure would come again, and a wait for it could not be found again
  ///   after a restart, so it is caught or goes up at once.
  record Failed(
      @Nullable String error,
      @Nullable String cause,
      long atMillis,
      boolean heartbeat,
      boolean recorded)
      implements Phase {
    /// A failure that an event tells of.
    static Failed recorded(@Nullable String error, @Nullable String cause, long atMillis) {
      return new Failed(error, cause, atMillis, false, true);
    }

    /// A failure that leaves no event of its own.
    public static Failed unrecorded(@Nullable String error, @Nullable String cause, long atMillis) {
      return new Failed(error, cause, atMillis, false, false);
    }
  }

  /// Branches or iterations run.
  record Running(Children children) implements Phase {}

  /// A distributed Map has begun.
  ///
  /// @param openedEventId its `MapRunStarted` or, after that, last `MapRunRedriven`; 0 before both
  record MapRun(long openedEventId) implements Phase {}

  /// The execution was redriven, and the state's Map Run is to be: `MapRunRedriven` is yet to be
  /// written.
  record MapRunOver() implements Phase {}

  /// The state's work is done; its exit is written by the same decision.
  record Worked(Payload result) implements Phase {}

  /// The state has been left; the next one is entered by the same decision.
  record Exited() implements Phase {}

  /// The graph is finished; [Frame#output()] is its output.
  record Ended() implements Phase {}

  /// The branch or iteration is over without output: it failed for good or was aborted.
  record Broken() implements Phase {}
}
