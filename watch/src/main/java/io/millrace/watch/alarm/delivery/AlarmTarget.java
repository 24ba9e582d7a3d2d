package io.millrace.watch.alarm.delivery;

import io.millrace.watch.alarm.AlarmChange;

/// Somebody who can be told of changes.
public interface AlarmTarget extends AutoCloseable {
  /// Whether this action (an ARN, a URL) is its business.
  boolean handles(String action);

  /// Tells of the change; blocks. Called on a thread of its own, and again when it throws.
  ///
  /// @throws Exception when it was not told; the message says what to do
  void tell(String action, AlarmChange change) throws Exception;

  @Override
  default void close() {}
}
