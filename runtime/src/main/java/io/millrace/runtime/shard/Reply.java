package io.millrace.runtime.shard;

import org.jspecify.annotations.Nullable;

/// What became of a command, told when it is durable.
public sealed interface Reply {
  /// It was carried out.
  ///
  /// @param stopMillis when the execution ended, if it has
  /// @param redriveMillis when it was redriven last, 0 when never; in answer to a redrive with a
  ///   token, when it was redriven with that
  record Done(@Nullable Long stopMillis, long redriveMillis) implements Reply {}

  /// The execution has ended, or the attempt that the command names is not open; or the execution
  /// cannot be redriven.
  record NotOpen() implements Reply {}

  /// There is no such execution.
  record NoSuchExecution() implements Reply {}

  /// A new execution's name is taken.
  record NameTaken() implements Reply {}

  /// It cannot be carried out, and repeating it does not help.
  record Broken(RuntimeException reason) implements Reply {}

  /// The server stops; whether it was carried out is unknown, repeating it later is safe.
  record Stopped(String reason) implements Reply {}
}
