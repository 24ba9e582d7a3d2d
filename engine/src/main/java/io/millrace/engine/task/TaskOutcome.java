package io.millrace.engine.task;

import io.millrace.asl.json.Payload;
import org.jspecify.annotations.Nullable;

/// How carrying out an attempt ended, as far as the connector knows.
public sealed interface TaskOutcome {
  /// The work is done.
  record Succeeded(Payload output) implements TaskOutcome {}

  /// The work failed.
  ///
  /// @param error as Retry and Catch see it, for example a handler's class name or
  ///   `Lambda.ResourceNotFoundException`
  /// @param cause the response's raw text where AWS keeps it (Lambda: FACTS H6), or null
  record Failed(@Nullable String error, @Nullable String cause) implements TaskOutcome {}

  /// The job of a `.sync` task is still running: to be looked at again later.
  ///
  /// @param job its name, when its end is told to whoever dispatches (an execution's ARN: those of
  ///   this server), else null
  record Running(@Nullable String job) implements TaskOutcome {}

  /// The work was handed over; its end will come by task token (`.waitForTaskToken`) or by polling
  /// (`.sync`).
  record Submitted(Payload output) implements TaskOutcome {}
}
