package io.millrace.cli.wiring;

import java.util.ArrayDeque;
import java.util.Deque;

/// Parts that were started, to be closed in the opposite order. Not thread-safe.
final class Closing implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /// Remembers a part and hands it back.
  <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /// Closes all; the first failure is thrown after the last part had its turn. An interrupted
  /// thread closes like any other, and is interrupted again at the end.
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    RuntimeException failure = null;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        RuntimeException wrapped =
            e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
        if (failure == null) {
          failure = wrapped;
        } else {
          failure.addSuppressed(wrapped);
        }
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
    if (failure != null) throw failure;
  }
}
