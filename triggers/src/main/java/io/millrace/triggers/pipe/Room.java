package io.millrace.triggers.pipe;

/// How many more executions the pipe's target can carry out side by side at present. With
/// FIRE_AND_FORGET nobody waits for an execution's end, so a pipe would start as many as there are
/// messages; what waits inside them counts against their timeouts, what waits in the queue does
/// not. Safe for concurrent use.
@FunctionalInterface
public interface Room {
  /// Always enough.
  Room ENDLESS = () -> Integer.MAX_VALUE;

  /// Asked before messages are received; 0 or less makes the pipe wait.
  int left();
}
