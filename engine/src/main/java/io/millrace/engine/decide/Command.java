package io.millrace.engine.decide;

import io.millrace.asl.json.Payload;
import org.jspecify.annotations.Nullable;

/// What may happen to an execution from outside. An attempt is named by the event that scheduled
/// it; news of an attempt that is over (timed out, aborted, reported twice) changes nothing.
public sealed interface Command {
  /// Begin: the first command of every execution.
  record Start(Payload input) implements Command {}

  /// Go on: after a restart, after a step budget was spent, or because a due time has come.
  record Resume() implements Command {}

  /// A connector began an attempt that takes a while.
  record TaskStarted(long scheduledEventId, long atMillis, @Nullable String workerName)
      implements Command {}

  /// A callback task was handed over.
  record TaskSubmitted(long scheduledEventId, long startedMillis, Payload output)
      implements Command {}

  /// An attempt succeeded.
  ///
  /// @param startedMillis when the connector began it, for `TaskStarted`, should that not have been
  ///   told
  record TaskSucceeded(long scheduledEventId, long startedMillis, Payload output)
      implements Command {}

  /// An attempt failed.
  record TaskFailed(
      long scheduledEventId, long startedMillis, @Nullable String error, @Nullable String cause)
      implements Command {}

  /// A worker is alive.
  record TaskHeartbeat(long scheduledEventId) implements Command {}

  /// A Map Run has ended, and its results are these.
  ///
  /// @param openedEventId its `MapRunStarted` or last `MapRunRedriven`
  record MapRunSucceeded(long openedEventId, Payload output) implements Command {}

  /// A Map Run has failed.
  record MapRunFailed(long openedEventId, String error, @Nullable String cause)
      implements Command {}

  /// RedriveExecution: the only command that an execution takes after its end.
  ///
  /// @param clientToken a repetition with the same changes nothing; null for none
  /// @param mapRunRedrive for a child: which redrive of its Map Run wants it, from 1, and a
  ///   repetition changes nothing; else 0
  /// @param afresh whether to begin with the first state again
  record Redrive(@Nullable String clientToken, int mapRunRedrive, boolean afresh)
      implements Command {
    /// What the API asks for.
    public static Redrive of(@Nullable String clientToken) {
      return new Redrive(clientToken, 0, false);
    }
  }

  /// StopExecution.
  record Stop(@Nullable String error, @Nullable String cause) implements Command {}
}
